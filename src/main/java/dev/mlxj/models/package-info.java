/**
 * Architectures: Module trees whose parameter names are the checkpoint's, so that loading is {@code
 * loadWeights}, and whose outputs have the names of transformers.
 *
 * <p>Begin with {@link dev.mlxj.models.Architectures}: from a checkpoint with its {@code
 * config.json} to a {@link dev.mlxj.models.Model} that computes. An architecture is one file which
 * reads from top to bottom as the paper's figure: its config record, attention, MLP, block, model;
 * {@link dev.mlxj.models.Bert} is the pattern for encoders. A decoder is a {@code CausalFamily}
 * which stacks {@code DecoderLayer}s; {@code Llama} is the plainest. Each has one line in {@code
 * Architectures}. What decoders share has the name that the field gives it: {@code
 * RotaryEmbedding}, {@code GroupedQueryAttention}, {@code GatedMLP}, {@code MixtureOfExperts}.
 *
 * <p>{@link dev.mlxj.models.Adapters} loads what was trained apart from its model.
 *
 * <p>A config value that is not understood is an error that names it, never a guess.
 *
 * <p>Uses {@code nn}, {@code weights}, {@code array}, {@code io}.
 */
@NullMarked
package dev.mlxj.models;

import org.jspecify.annotations.NullMarked;
