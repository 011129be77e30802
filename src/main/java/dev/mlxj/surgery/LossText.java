package dev.mlxj.surgery;

import dev.mlxj.array.kernel.CastLosses;
import dev.mlxj.io.Names;

import java.util.ArrayList;
import java.util.List;

/** What a cast lost, in words. */
public final class LossText {
    private LossText() {}

    /** {@code 'w': 3 overflow to infinity, 1 underflow to zero}. */
    public static String of(String name, CastLosses losses) {
        return Names.quote(name) + ": " + String.join(", ", parts(losses));
    }

    private static List<String> parts(CastLosses losses) {
        List<String> parts = new ArrayList<>();
        add(parts, losses.overflow(), "overflow");
        add(parts, losses.range(), "out of range");
        add(parts, losses.saturated(), "saturated");
        add(parts, losses.underflow(), "underflow to zero");
        add(parts, losses.fraction(), "lose a fraction");
        add(parts, losses.nan(), "NaN lost");
        add(parts, losses.imaginary(), "lose an imaginary part");
        return parts;
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
