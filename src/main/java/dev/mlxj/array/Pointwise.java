package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * A primitive whose element i depends on element i of each input alone; all inputs have the shape
 * of the result. Chains of them are computed block by block without whole tensors in between.
 */
public interface Pointwise extends Primitive {
    /**
     * Computes the first {@code n} elements of a block. {@code out} may be the same object as
     * {@code in[0]}, but is never another input. The caller then sets the dtype of {@code out}, and
     * rounds or wraps what does not fit it.
     */
    void apply(Block[] in, Block out, int n);

    @Override
    default Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    default Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    default View eval(List<View> in) {
        return Program.of(this, in).run();
    }
}
