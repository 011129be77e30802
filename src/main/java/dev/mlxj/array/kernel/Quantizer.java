package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import java.lang.foreign.MemorySegment;

/** Quantises rows of numbers, which hold whole groups, one part of the result at a time. */
public final class Quantizer {
    /** What is stored of a quantised row. */
    public enum Part {
        CODES,
        SCALES,
        BIASES
    }

    /** The most elements that are looked at at once: whole groups and whole words. */
    private static final int BLOCK = 2048;

    private final Quantization how;
    private final DType dtype;
    private final float factor;

    /**
     * A quantizer.
     *
     * @param dtype of the numbers: F32, F16 or BF16
     * @param factor by which scales of F8_E4M3 are multiplied before they are stored, 1 unless
     *     there is a global scale
     */
    public Quantizer(Quantization how, DType dtype, float factor) {
        this.how = how;
        this.dtype = dtype;
        this.factor = factor;
    }

    /**
     * Writes a part of the result.
     *
     * @param in the numbers, whole groups of them
     * @param out codes as words; scales and biases in the dtype of the numbers, or in U8 where the
     *     mode has scales of 8 bits
     */
    public void run(Part part, MemorySegment in, long elements, MemorySegment out) {
        Blocks.runWith(elements, BLOCK, () -> new Worker(part, in, out));
    }

    /** The work of one thread. */
    private final class Worker implements Blocks.Body {
        private final Part part;
        private final MemorySegment in;
        private final MemorySegment out;
        private final Codec codec = Codec.of(dtype);
        private final float[] numbers = new float[BLOCK];
        private final int[] codes = new int[BLOCK];
        private final int[] words = new int[BLOCK / Integer.BYTES];
        private final float[] found = new float[BLOCK];
        private final GroupCoder coder =
                how.mode() == Quantization.Mode.AFFINE
                        ? new AffineCoder(how)
                        : new FloatCoder(how, dtype, factor);

        Worker(Part part, MemorySegment in, MemorySegment out) {
            this.part = part;
            this.in = in;
            this.out = out;
        }

        @Override
        public void run(long first, int n) {
            codec.load(in, first, numbers, 0, n);
            int groups = n / how.groupSize();
            for (int group = 0; group < groups; group++) {
                int at = group * how.groupSize();
                coder.fit(numbers, at);
                switch (part) {
                    case CODES -> coder.encode(numbers, at, codes, at);
                    case SCALES -> found[group] = coder.scale();
                    case BIASES -> found[group] = coder.bias();
                }
            }
            store(first, n, groups);
        }

        private void store(long first, int n, int groups) {
            long group = how.groups(first);
            if (part == Part.CODES) {
                PackedCodes.pack(codes, n, how.bits(), words);
                long at = how.words(first) * Integer.BYTES;
                MemorySegment.copy(words, 0, out, Layouts.U32_LE, at, (int) how.words(n));
            } else if (how.mode() == Quantization.Mode.AFFINE) {
                codec.store(found, 0, out, group, groups);
            } else {
                for (int i = 0; i < groups; i++) {
                    out.set(Layouts.U8, group + i, (byte) found[i]);
                }
            }
        }
    }
}
