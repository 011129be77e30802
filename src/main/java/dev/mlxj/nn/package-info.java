/**
 * Modules: trees of parameters that are traversed, frozen, cast, updated and called.
 *
 * <p>Begin with {@link dev.mlxj.nn.Module}. A model is a module whose members are others; a {@link
 * dev.mlxj.nn.Layer} is what can be called with one array. {@link dev.mlxj.nn.GenericModule} is the
 * tree of a checkpoint whose architecture is not known. The layers of the library are in {@code
 * nn.layers}, one a file, the losses in {@code nn.losses}, initializers in {@code nn.init},
 * adapters in {@code nn.lora}; {@link dev.mlxj.nn.LayerQuantization} packs the weights of the
 * layers of a model.
 *
 * <p>Uses {@code array} and {@code weights}. Architectures belong to {@code models}, reading and
 * writing of files to {@code io}.
 */
@NullMarked
package dev.mlxj.nn;

import org.jspecify.annotations.NullMarked;
