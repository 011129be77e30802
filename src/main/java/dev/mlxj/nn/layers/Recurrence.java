package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Parameter;

/** What the recurrent layers share. */
final class Recurrence {
    private Recurrence() {}

    /** The part of all steps that does not depend on the state: {@code x W^T + bias}. */
    static Array project(Array x, Parameter weight, Parameter bias) {
        Array transposed = weight.value().T();
        return bias.isPresent() ? Array.addmm(bias.value(), x, transposed) : x.matmul(transposed);
    }
}
