"""What untrusted processes load: itself, the standard library, NumPy, and nothing else."""
