package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Each element as another dtype; the rules are those of {@link dev.mlxj.array.kernel.Cast}. Matches
 * {@code mlx.core.astype}.
 *
 * @param target the dtype of the result
 */
public record AsType(DType target) implements Pointwise {
    /** The array in this dtype: itself if it has that already. */
    public static Array of(Array x, DType target) {
        return x.dtype() == target ? x : Array.of(new AsType(target), x);
    }

    @Override
    public DType dtype(List<Array> in) {
        return target;
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        out.convertFrom(in[0], target, n);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(of(cotangent, in.getFirst().dtype()));
    }
}
