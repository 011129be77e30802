package dev.mlxj.surgery;

import dev.mlxj.array.kernel.CastLosses;

/**
 * What the elements of a tensor lost when it was converted.
 *
 * @param cast what a cast counts
 * @param changed elements whose value is another one afterwards, rounding included; counted only
 *     where none may be
 */
public record Losses(CastLosses cast, long changed) {
    public static final Losses NONE = new Losses(CastLosses.NONE, 0);

    Losses plus(Losses other) {
        return new Losses(cast.plus(other.cast), changed + other.changed);
    }

    /** Whether a cast that loses this fails unless losses are allowed. */
    boolean areSevere() {
        return cast.overflow() > 0 || cast.range() > 0 || cast.nan() > 0;
    }
}
