package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import java.util.Collections;
import java.util.List;

/**
 * The signal at other places: each spatial axis becomes longer or shorter by a factor.
 *
 * <p>Shape: {@code [batch, spatial.., channels]} to the same with the extents of spatial axes times
 * their factors, rounded down. Dtype: nearest keeps it; linear and cubic give at least F32.
 */
public final class Upsample extends Module implements Layer {
    /** Where a value between the given ones comes from. */
    public enum Mode {
        /** The nearest one. */
        NEAREST,
        /** The two around it, by distance. */
        LINEAR,
        /** The four around it, by a cubic function of distance. */
        CUBIC;

        String mlxName() {
            return switch (this) {
                case NEAREST -> "nearest";
                case LINEAR -> "linear";
                case CUBIC -> "cubic";
            };
        }
    }

    /**
     * How values are found.
     *
     * @param alignCorners whether the first and the last stay where they are; elsewhere the signal
     *     is taken for small cells, whose outer borders stay. Not with NEAREST, where it has no
     *     meaning and none is taken from it
     * @param antialias whether, where an axis becomes shorter, each value is a mean over all that
     *     it stands for; the cubic function is then another one, with a = -0.5 instead of -0.75
     */
    public record Options(Mode mode, boolean alignCorners, boolean antialias) {
        /** The nearest value. */
        public static final Options DEFAULT = new Options(Mode.NEAREST, false, false);

        /** Options of this mode, cells as they are. */
        public static Options of(Mode mode) {
            return new Options(mode, false, false);
        }

        public Options {
            if (antialias && mode == Mode.NEAREST) {
                throw new IllegalArgumentException(
                        "Upsample: nearest values cannot be antialiased");
            }
            if (antialias && alignCorners) {
                throw new IllegalArgumentException(
                        "Upsample: corners cannot be aligned where values are antialiased");
            }
        }

        public Options withAlignCorners() {
            return new Options(mode, true, antialias);
        }

        public Options withAntialias() {
            return new Options(mode, alignCorners, true);
        }
    }

    private final List<Double> factors;
    private final boolean forAll;
    private final Options options;

    /** Nearest values, every axis longer by this factor. */
    public Upsample(double scaleFactor) {
        this(scaleFactor, Options.DEFAULT);
    }

    /** The same factor for every axis. */
    public Upsample(double scaleFactor, Options options) {
        this(List.of(scaleFactor), true, options);
    }

    /** A factor for each axis. */
    public Upsample(List<Double> scaleFactors, Options options) {
        this(List.copyOf(scaleFactors), false, options);
    }

    private Upsample(List<Double> factors, boolean forAll, Options options) {
        this.factors = factors;
        this.forAll = forAll;
        this.options = options;
    }

    /**
     * The signal at its new places.
     *
     * @throws IllegalArgumentException if there is no spatial axis, or not one for each factor
     */
    @Override
    public Array forward(Array x) {
        int spatial = x.ndim() - 2;
        if (spatial < 1 || (!forAll && factors.size() != spatial)) {
            throw new IllegalArgumentException(
                    "Upsample: %s has %d spatial axes, expected %s"
                            .formatted(
                                    x.shape(),
                                    Math.max(0, spatial),
                                    forAll ? "at least 1" : factors.size()));
        }
        List<Double> all = forAll ? Collections.nCopies(spatial, factors.getFirst()) : factors;
        Array y = x;
        for (int axis = 0; axis < spatial; axis++) {
            int extent = Math.toIntExact(x.shape().extent(axis + 1));
            y = Resampling.of(extent, all.get(axis), options).apply(y, axis + 1);
        }
        return y;
    }

    @Override
    protected String extraRepr() {
        return "scale_factor=%s, mode='%s', align_corners=%s%s"
                .formatted(
                        forAll ? Repr.of(factors.getFirst()) : Repr.tupleOfReals(factors),
                        options.mode.mlxName(),
                        Repr.of(options.alignCorners),
                        options.antialias ? ", antialias=True" : "");
    }
}
