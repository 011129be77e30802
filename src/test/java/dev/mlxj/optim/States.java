package dev.mlxj.optim;

import dev.mlxj.array.Array;

import java.util.Objects;

/** What optimizers remember, by path. */
final class States {
    private States() {}

    /** The array at a path, which must be there. */
    static Array get(Optimizer optimizer, String path) {
        return Objects.requireNonNull(optimizer.state().flatten().get(path), path);
    }
}
