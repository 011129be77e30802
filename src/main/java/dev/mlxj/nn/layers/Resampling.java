package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An axis at new places: each new value is a sum of old ones, by weights that depend on the place
 * alone. Places and weights are computed in F32, as MLX does.
 */
final class Resampling {
    /** One old value for each new place, and its factor there. */
    private static final class Tap {
        private final int[] sources;
        private final float[] weights;

        /** Factors 1, which are left out, and then there is no other tap. */
        Tap(int[] sources) {
            this.sources = sources;
            this.weights = new float[0];
        }

        Tap(int places) {
            this.sources = new int[places];
            this.weights = new float[places];
        }
    }

    private final List<Tap> taps;

    private Resampling(List<Tap> taps) {
        this.taps = taps;
    }

    /** A weight by the distance from a place. */
    @FunctionalInterface
    private interface Kernel {
        float weight(float distance);
    }

    static Resampling of(int extent, double factor, Upsample.Options options) {
        int places = (int) (factor * extent);
        if (options.mode() == Upsample.Mode.NEAREST) {
            return nearest(extent, places, factor);
        }
        float[] at = positions(extent, places, factor, options.alignCorners());
        boolean linear = options.mode() == Upsample.Mode.LINEAR;
        if (options.antialias()) {
            return linear
                    ? smooth(at, extent, factor, 1, distance -> Math.max(1 - distance, 0))
                    : smooth(at, extent, factor, 2, distance -> cubic(distance, -0.5f));
        }
        return linear ? linear(at, extent) : cubic(at, extent);
    }

    Array apply(Array x, int axis) {
        Array sum = null;
        for (Tap tap : taps) {
            Array part = x.take(Array.of(tap.sources), axis);
            if (tap.weights.length > 0) {
                long[] extents = new long[x.ndim()];
                Arrays.fill(extents, 1);
                extents[axis] = tap.weights.length;
                part = part.multiply(Array.of(tap.weights).reshape(extents));
            }
            sum = sum == null ? part : sum.add(part);
        }
        return sum == null ? x : sum;
    }

    private static Resampling nearest(int extent, int places, double factor) {
        int[] sources = new int[places];
        for (int i = 0; i < places; i++) {
            if (factor == (int) factor) {
                sources[i] = i / (int) factor;
            } else if (places > extent) {
                float at = (i + 0.5f) * (float) ((double) extent / places) - 0.5f;
                sources[i] = (int) Math.rint(at);
            } else {
                sources[i] = (int) (i * (float) ((double) extent / places));
            }
        }
        return new Resampling(List.of(new Tap(sources)));
    }

    /** Where the new places are, counted in old ones. */
    private static float[] positions(int extent, int places, double factor, boolean corners) {
        float[] at = new float[places];
        double step = corners ? (extent - 1.0) / Math.max(places - 1, 1) : 1 / factor;
        double start = corners ? 0 : ((places - 1) * step - extent + 1) / 2;
        for (int i = 0; i < places; i++) {
            at[i] = i * (float) step - (float) start;
        }
        return at;
    }

    private static Resampling linear(float[] at, int extent) {
        Tap left = new Tap(at.length);
        Tap right = new Tap(at.length);
        for (int i = 0; i < at.length; i++) {
            float place = Math.clamp(at[i], 0, extent - 1);
            left.sources[i] = (int) Math.floor(place);
            right.sources[i] = (int) Math.ceil(place);
            right.weights[i] = place - (float) Math.floor(place);
            left.weights[i] = 1 - right.weights[i];
        }
        return new Resampling(List.of(left, right));
    }

    /** Beyond the ends, the last value goes on. */
    private static Resampling cubic(float[] at, int extent) {
        List<Tap> taps = new ArrayList<>();
        for (int offset : new int[] {0, 1, -1, 2}) {
            Tap tap = new Tap(at.length);
            for (int i = 0; i < at.length; i++) {
                float source = (float) Math.floor(at[i]) + offset;
                tap.weights[i] = cubic(Math.abs(at[i] - source), -0.75f);
                tap.sources[i] = (int) Math.clamp(source, 0, extent - 1);
            }
            taps.add(tap);
        }
        return new Resampling(taps);
    }

    /**
     * Weights that reach as far as the new places are apart, and have the sum 1; beyond the ends
     * there is nothing.
     */
    private static Resampling smooth(
            float[] at, int extent, double factor, int radius, Kernel kernel) {
        double width = factor < 1 ? 1 / factor : 1;
        int reach = (int) Math.ceil(radius * width) + 1;
        List<Tap> taps = new ArrayList<>();
        float[] sums = new float[at.length];
        for (int offset = 1 - reach; offset < reach; offset++) {
            Tap tap = new Tap(at.length);
            for (int i = 0; i < at.length; i++) {
                float source = (float) Math.floor(at[i]) + offset;
                boolean inside = source >= 0 && source < extent;
                float distance = Math.abs(at[i] - source) / (float) width;
                tap.weights[i] = inside ? kernel.weight(distance) : 0;
                tap.sources[i] = (int) Math.clamp(source, 0, extent - 1);
                sums[i] += tap.weights[i];
            }
            taps.add(tap);
        }
        for (Tap tap : taps) {
            for (int i = 0; i < at.length; i++) {
                tap.weights[i] /= sums[i] > 0 ? sums[i] : 1;
            }
        }
        return new Resampling(taps);
    }

    /** Keys' cubic function. */
    private static float cubic(float x, float a) {
        if (x <= 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x <= 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
