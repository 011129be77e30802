/**
 * Layers that adapt another one by a product of two thin matrices: LoRA, and DoRA, which adapts the
 * length of each row apart from its direction.
 *
 * <p>Begin with {@link dev.mlxj.nn.lora.LoRALinear}. An {@link dev.mlxj.nn.lora.Adapter} wraps a
 * layer, packed or not, which it holds as a child: freeze the model, {@link
 * dev.mlxj.nn.lora.LoRALayers#convert wrap} some of its layers, and only the thin matrices train.
 * {@link dev.mlxj.nn.lora.LoRALayers#fuse} makes plain layers of them again. Names, shapes, first
 * values and formulas are those of {@code mlx_lm.tuner}.
 *
 * <p>Uses {@code nn} and {@code nn.layers}. Files of adapters belong to {@code models}.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al., LoRA</a>
 * @see <a href="https://arxiv.org/abs/2402.09353">Liu et al., DoRA</a>
 */
@NullMarked
package dev.mlxj.nn.lora;

import org.jspecify.annotations.NullMarked;
