"""Wrong answers to m29 transformer."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "norms what it has added up",
        "the norm stands after the sum",
        "TransformerEncoderLayer.pre_norm",
        """
        def pre_norm(self, x, attend):
            heard = attend(self.norm1(x))
            x = x + heard
            thought = self.think(x)
            return self.norm2(x + thought)
        """,
        {
            "thought = self.think(x)": "thought = self.think(self.norm2(x))",
            "return self.norm2(x + thought)": "return x + thought",
        },
    ),
    Variant(
        "returns the thought alone",
        "the network forgets what was there",
        "TransformerEncoderLayer.pre_norm",
        """
        def pre_norm(self, x, attend):
            heard = attend(self.norm1(x))
            both = heard + x
            thought = self.think(self.norm2(both))
            return thought
        """,
        {"return thought": "return both + thought"},
    ),
    Variant(
        "keeps the first letters in view",
        "the GPT reads from the beginning",
        "GPT.generate",
        """
        def generate(self, ids, length, temperature=1.0):
            with no_grad():
                for _ in range(length):
                    seen = ids
                    if ids.shape[1] > self.context:
                        seen = ids[:, : self.context]
                    scores = self(seen)[:, -1]
                    if temperature:
                        drawn = multinomial(softmax(scores / temperature, 1), 1)
                    else:
                        drawn = scores.argmax(1, keepdim=True)
                    ids = concatenate(ids, drawn, dim=1)
            return ids
        """,
        {"ids[:, : self.context]": "ids[:, ids.shape[1] - self.context :]"},
    ),
]
