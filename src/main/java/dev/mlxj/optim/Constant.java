package dev.mlxj.optim;

import dev.mlxj.array.Array;

/** The same number always, until the owner of the schedule sets another. */
record Constant(double value) implements Schedule {
    @Override
    public Array at(Array step) {
        return Array.scalar(value);
    }
}
