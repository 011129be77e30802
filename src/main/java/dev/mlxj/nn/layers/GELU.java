package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/**
 * {@code x} times the normal distribution function of {@code x}, exactly or nearly.
 *
 * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel, Gaussian Error Linear
 *     Units</a>
 */
public final class GELU extends Module implements Layer {
    /** How the distribution function is computed. */
    public enum Approximation {
        /** By erf. MLX: {@code none}. */
        EXACT,
        /** By tanh, as in GPT-2. MLX: {@code precise}, {@code tanh}. */
        TANH,
        /** By sigmoid, as in CLIP. MLX: {@code fast}. */
        SIGMOID
    }

    private final Approximation approximation;

    public GELU() {
        this(Approximation.EXACT);
    }

    public GELU(Approximation approximation) {
        this.approximation = approximation;
    }

    @Override
    public Array forward(Array x) {
        return switch (approximation) {
            case EXACT -> Activations.gelu(x);
            case TANH -> Activations.geluApprox(x);
            case SIGMOID -> Activations.geluFastApprox(x);
        };
    }
}
