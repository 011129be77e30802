package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;

import java.util.List;

/**
 * Sines and cosines of a position, of frequencies between two borders, evenly in their logarithm.
 *
 * <p>Shape: {@code [...]} to {@code [..., dims]}: half of them sines, half cosines.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need</a>
 */
public final class SinusoidalPositionalEncoding extends Module implements Layer {
    /**
     * How positions are encoded.
     *
     * @param scale what the result is multiplied by
     * @param cosFirst whether the cosines come before the sines
     * @param fullTurns whether a frequency counts turns rather than radians
     */
    public record Options(
            double minFrequency,
            double maxFrequency,
            double scale,
            boolean cosFirst,
            boolean fullTurns) {
        /** Frequencies from 0.0001 to 1, scaled by sqrt(2 / dims), sines first, in radians. */
        public static Options of(int dims) {
            return new Options(0.0001, 1, Math.sqrt(2.0 / dims), false, false);
        }
    }

    private final Parameter sigmas;
    private final Options options;

    public SinusoidalPositionalEncoding(int dims) {
        this(dims, Options.of(dims));
    }

    public SinusoidalPositionalEncoding(int dims, Options options) {
        if (dims <= 0 || dims % 2 != 0) {
            throw new IllegalArgumentException(
                    "SinusoidalPositionalEncoding: dims must be positive and even, got " + dims);
        }
        this.options = options;
        this.sigmas = parameter("_sigmas", frequencies(dims / 2, options));
    }

    /**
     * The frequencies, highest first. A position multiplies their last bits, so they are those of
     * MLX: computed in F32, by the same steps.
     */
    private static Array frequencies(int n, Options options) {
        float low = (float) Math.log(options.minFrequency);
        float range = (float) (Math.log(options.maxFrequency) - Math.log(options.minFrequency));
        float turn = options.fullTurns ? (float) (2 * Math.PI) : 1;
        float[] frequencies = new float[n];
        for (int i = 0; i < n; i++) {
            float part = n == 1 ? 1 : 1 - (float) i / (n - 1);
            frequencies[i] = exp(part * range + low) * turn;
        }
        return Array.of(frequencies);
    }

    /** {@code e^x} as MLX approximates it: a power of two times a polynomial of the rest. */
    private static float exp(float x) {
        float scaled = x * 1.442695f;
        float power = (float) Math.floor(scaled + 0.5f);
        float rest = scaled - power;
        float sum = 1.5353362e-4f;
        sum = Math.fma(sum, rest, 1.3398874e-3f);
        sum = Math.fma(sum, rest, 9.618437e-3f);
        sum = Math.fma(sum, rest, 5.5503324e-2f);
        sum = Math.fma(sum, rest, 2.4022648e-1f);
        sum = Math.fma(sum, rest, 6.931472e-1f);
        sum = Math.fma(sum, rest, 1f);
        return Math.scalb(sum, (int) power);
    }

    @Override
    public Array forward(Array x) {
        Array angles = x.expandDims(-1).multiply(sigmas.value());
        List<Array> parts =
                options.cosFirst
                        ? List.of(angles.cos(), angles.sin())
                        : List.of(angles.sin(), angles.cos());
        Array y = Array.concatenate(parts, -1);
        return options.scale == 1 ? y : y.multiply(options.scale);
    }
}
