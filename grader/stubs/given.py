"""What a stub keeps whole: public names inside milestone modules that nobody is asked to write.

"m02_wrapper.Array.shape" in GIVEN      # a function, a class or an assignment
"m07_chain_rule.defvjp(sub)" in GIVEN   # a row of a table of rules
"""

from __future__ import annotations

NAMES = {
    "m01_scalars": """
        no_parents as_value Value.__init__ Value.sin Value.__neg__ Value.__sub__
        Value.__truediv__ Value.__rsub__ Value.__rtruediv__ Value.__repr__
        Network moons mean_loss picture learn
    """,
    "m02_wrapper": """
        plain Array.from_data Array.data Array.__array__ Array.shape Array.ndim Array.dtype
        Array.dim Array.size Array.numel Array.item Array.tolist Array.__len__
        Array.__bool__ Array.__float__ Array.__int__ Array.requires_grad
    """,
    "m03_computation_graph": """
        Recording recording freed FREED Recorded.grad_fn enable_grad
    """,
    "m04_magic_methods": """
        exp log sqrt tanh sigmoid matmul mean broadcast_to reshape transpose overwrite
        Operators.__rtruediv__ Operators.__rpow__ Operators.__rmatmul__ Operators.reshape
        Operators.T
    """,
    "m06_visualizer": "look make_dot",
    "m07_chain_rule": """
        Rules rules defvjp defvjp_variadic defvjp(sub) defvjp(neg) defvjp(div) one_less pow_vjp_y
        defvjp(sqrt) defvjp(tanh) terms defvjp(sum) defvjp(mean) defvjp(broadcast_to)
        defvjp(reshape) defvjp(transpose) matmul_vjp_x matmul_vjp_y as_matrices
    """,
    "m08_backward": "initial_cotangent Differentiable.mechanics",
    "m09_autograd_mechanics": "Mechanics run_backward grad as_tuple",
    "m10_shapes": "narrow split cat stack defvjp(uncut)",
    "m11_indexing": """
        gather Indexing.__setitem__ Indexing.__iter__ defvjp(unindex) Indexing.__getitem__
    """,
    "m12_reductions": """
        maximum maximum_to_x maximum_to_y minimum minimum_to_x minimum_to_y where clamp clamped
        clamped_to_x clamped_to_min clamped_to_max amax amin largest smallest shared_by_nan
        max min prod cumsum shifted var
    """,
    "m13_activations": """
        relu leaky_relu elu softplus softplus_vjp softmax log_softmax silu logsigmoid mish
        defvjp(elu)
    """,
    "m14_losses": """
        huber_loss smooth_l1_loss check_probabilities check_shapes binary_cross_entropy
        binary_cross_entropy_with_logits bernoulli_nll_to_target l1_loss
    """,
    "m15_cross_entropy": "one_hot nll_loss cross_entropy soft_cross_entropy kl_div",
    "m16_modules": """
        Parameter.__repr__ Module.__init__ Module.forward Module.register_parameter
        Module.register_buffer Module.add_module Module.__setattr__ TAKES Linear.reset_parameters
        Linear.forward Linear.extra_repr Sequential.__init__ Sequential.__getitem__
        Parameter.__new__
    """,
    "m17_initialization": """
        LINEAR calculate_gain fan_in_and_fan_out uniform_ zeros_ ones_ xavier_uniform_
        xavier_normal_ kaiming_uniform_ kaiming_normal_ checked_kaiming_std trunc_normal_
        orthogonal_ normal_ constant_
    """,
    "m18_data": """
        Dataset IterableDataset TensorDataset Subset takes_lists
        random_split SequentialSampler RandomSampler.__init__ RandomSampler.__len__
        BatchSampler.__init__ BatchSampler.__len__ default_collate
        DataLoader.__init__ DataLoader.__len__
    """,
    "m19_sgd": """
        refuse_negative Optimizer.__init__ Optimizer.add_param_group Optimizer.update
        Optimizer.load_state_dict Optimizer.__repr__ SGD.__init__ fill_in
    """,
    "m20_training": """
        Batches Loss Metrics EarlyStopping.__init__ EarlyStopping.should_stop EarlyStopping.restore
        EarlyStopping.state_dict EarlyStopping.load_state_dict Trainer.__init__ Trainer.fit
        Trainer.parts Trainer.resume Trainer.load_state_dict Trainer.save
    """,
    "m21_debugging": "has_nan detect_anomaly array_text summary",
    "m22_adam": """
        Adam.__init__ Adam.usual_square AdamW.__init__ Adagrad.__init__ gradients
        clip_grad_norm_ clip_grad_value_ StepLR.__init__
    """,
    "m23_regularization": "dropout check_probability Dropout.__init__ Dropout.extra_repr",
    "m24_normalization": """
        scaled_and_shifted standardized through_weight standardize_vjp_weight standardize_vjp_bias
        laid_along check_vectors layer_norm batch_norm BatchNorm.__init__ BatchNorm.forward
        BatchNorm.extra_repr BatchNorm.count_batch
    """,
    "m25_convolution": """
        windows convolution_weight_g convolution_weight_x conv2d Conv2d.forward
        defvjp(convolution_input)
    """,
    "m26_pooling": """
        masked_overlap_add masked_overlap_add_vjp places_of adaptive_avg_pool2d window_sum
        defvjp(overlap_add)
    """,
    "m27_residual": """
        Residual.__init__ conv1x1 Bottleneck.__init__ Bottleneck.forward ResNet.__init__ resnet18
        resnet34 resnet50 resnet20 conv3x3
    """,
    "m28_attention": """
        scaled_dot_product_attention MultiheadAttention.forward
    """,
    "m29_transformer": """
        embedding embedding_vjp Embedding.__init__ Embedding.from_pretrained
        Embedding.reset_parameters Embedding.forward Embedding.extra_repr
        TransformerEncoderLayer.__init__ TransformerEncoderLayer.forward
    """,
    "m30_recurrent": """
        RNN.__init__ RNNBase.step rnn_relu_cell RNN.step GRU.step LSTM.step steps
    """,
    "m31_reverse_transforms": "is_traced trace vjp grad jacrev",
    "m32_forward_mode": "defjvp rule_of Dual.__init__ unpack_dual jvp jacfwd hessian",
    "m33_vmap": """
        Batched.__init__ Batched.ndim Batched.detach Batched.item moved unbatched Batched.shape
    """,
    "m34_performance": "STEEP CUBIC PackedAdam.__init__ PackedAdam.zero_grad PackedAdam.step",
    "m35_tracing": "compute is_staged simplified",
    "m36_compile": "plan",
}
GIVEN = frozenset(f"{module}.{name}" for module, names in NAMES.items() for name in names.split())


def given_in(module: str) -> set[str]:
    """What a stub keeps of this module: `Array.shape`, `defvjp(sub)`."""
    return set(NAMES.get(module, "").split())
