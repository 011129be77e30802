package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/** What becomes of the losses of the elements. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their mean, an array of no axes. */
    MEAN,
    /** Their sum, an array of no axes. */
    SUM;

    Array of(Array loss) {
        return switch (this) {
            case NONE -> loss;
            case MEAN -> loss.mean();
            case SUM -> loss.sum();
        };
    }
}
