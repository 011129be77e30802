package dev.mlxj.tensor;

import java.util.Locale;

/**
 * How the elements of a row are stored in a few bits each: groups of neighbours share a scale, and
 * in affine mode a bias. The codes of a row follow one another, lowest bits first, through little
 * endian words of 32 bits. Matches the arguments {@code mode}, {@code group_size} and {@code bits}
 * of {@code mlx.core.quantize}.
 *
 * @param groupSize elements that share a scale
 * @param bits of one code
 */
public record Quantization(Mode mode, int groupSize, int bits) {
    /** What a code stands for. */
    public enum Mode {
        /** {@code scale * code + bias}; scales and biases have the dtype of the weight. */
        AFFINE(64, 4),
        /** F4 (E2M1) times a power of two, whose exponent is stored in U8 (E8M0). */
        MXFP4(32, 4),
        /** F8_E4M3 times a power of two, whose exponent is stored in U8 (E8M0). */
        MXFP8(32, 8),
        /** F4 (E2M1) times a scale of F8_E4M3, stored in U8. */
        NVFP4(16, 4);

        private final int groupSize;
        private final int bits;

        Mode(int groupSize, int bits) {
            this.groupSize = groupSize;
            this.bits = bits;
        }

        /** The name in configurations: {@code affine}, {@code mxfp4}, .. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The mode of this name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Mode named(String text) {
            for (Mode mode : values()) {
                if (mode.text().equals(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException(
                    "[quantize] Invalid quantization mode '%s'; the modes are affine, mxfp4, mxfp8, nvfp4"
                            .formatted(text));
        }
    }

    private static final int WORD = 32;

    public Quantization {
        if (mode == Mode.AFFINE) {
            if (groupSize != 32 && groupSize != 64 && groupSize != 128) {
                throw new IllegalArgumentException(
                        "[quantize] The requested group size %d is not supported. The supported group sizes are 32, 64, and 128."
                                .formatted(groupSize));
            }
            if (bits < 2 || bits > 8 || bits == 7) {
                throw new IllegalArgumentException(
                        "[quantize] The requested number of bits %d is not supported. The supported bits are 2, 3, 4, 5, 6 and 8."
                                .formatted(bits));
            }
        } else if (groupSize != mode.groupSize || bits != mode.bits) {
            throw new IllegalArgumentException(
                    "[quantize] %s quantization requires group size %d and %d bits but got %d and %d."
                            .formatted(mode.text(), mode.groupSize, mode.bits, groupSize, bits));
        }
    }

    /** The mode with the group size and bits that MLX gives it by default. */
    public static Quantization of(Mode mode) {
        return new Quantization(mode, mode.groupSize, mode.bits);
    }

    /** The affine mode; MLX's defaults are groups of 64 and 4 bits. */
    public static Quantization affine(int groupSize, int bits) {
        return new Quantization(Mode.AFFINE, groupSize, bits);
    }

    /** Whether a group has a bias beside its scale. */
    public boolean hasBiases() {
        return mode == Mode.AFFINE;
    }

    /** Groups that so many elements form. */
    public long groups(long elements) {
        return elements / groupSize;
    }

    /** Words that hold the codes of so many elements; a group fills whole words. */
    public long words(long elements) {
        return elements * bits / WORD;
    }

    /** Elements whose codes fill so many words. */
    public long elements(long words) {
        return words * WORD / bits;
    }

    /** {@code group_size=64, bits=4, mode=affine}, as MLX's layers print it. */
    @Override
    public String toString() {
        return "group_size=" + groupSize + ", bits=" + bits + ", mode=" + mode.text();
    }
}
