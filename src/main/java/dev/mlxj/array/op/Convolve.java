package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;

import java.util.List;

/** Convolution of two vectors as numpy has it. Matches {@code mlx.core.convolve}. */
public final class Convolve {
    /** How much of the convolution is wanted. */
    public enum Mode {
        /** Every place where the two overlap. */
        FULL,
        /** As many elements as the longer one has, in the middle. */
        SAME,
        /** Where the shorter one lies within the longer. */
        VALID
    }

    private Convolve() {}

    /** The convolved vector. */
    public static Array of(Array a, Array v, Mode mode) {
        if (a.ndim() != 1 || v.ndim() != 1 || a.size() == 0 || v.size() == 0) {
            throw Refusal.of("convolve", "Inputs must be vectors of at least 1.", a, v);
        }
        Array longer = a.size() < v.size() ? v : a;
        Array shorter = a.size() < v.size() ? a : v;
        int n = Math.toIntExact(shorter.size());
        int before =
                switch (mode) {
                    case FULL -> n - 1;
                    case SAME -> n / 2;
                    case VALID -> 0;
                };
        int behind = mode == Mode.SAME ? n - 1 - before : before;
        Convolution convolution =
                new Convolution(
                        List.of(1),
                        List.of(before),
                        List.of(behind),
                        List.of(1),
                        List.of(1),
                        1,
                        true);
        Array result = convolution.apply(longer.reshape(1, -1, 1), shorter.reshape(1, -1, 1));
        return result.flatten();
    }
}
