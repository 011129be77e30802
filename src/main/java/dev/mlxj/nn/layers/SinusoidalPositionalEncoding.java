package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

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

    private static Array frequencies(int n, Options options) {
        double low = Math.log(options.minFrequency);
        double high = Math.log(options.maxFrequency);
        Array downwards =
                n == 1
                        ? Array.ones(DType.F32, 1)
                        : Array.subtract(1, Array.arange(DType.I32, n).divide(n - 1L));
        Array frequencies = downwards.multiply(high - low).add(low).exp();
        return options.fullTurns ? frequencies.multiply(2 * Math.PI) : frequencies;
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
