package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.List;

/**
 * Rotary position encoding: pairs of the first {@code dims} features are turned by an angle that
 * grows with the position. Computed in F32, rounded to the dtype of x. Matches {@code
 * mlx.core.fast.rope}.
 *
 * @param dims how many features are turned, even
 * @param traditional whether neighbours form a pair, or else features half of {@code dims} apart
 * @param scale by which positions are multiplied
 */
public record Rope(int dims, boolean traditional, double scale) {
    /** The wavelengths {@code base^(2 i / dims)}. */
    public Array wavelengths(double base) {
        Array exponents = Array.arange(DType.F32, dims / 2).multiply(2.0 / dims);
        return Array.power(base, exponents);
    }

    /**
     * The encoded array.
     *
     * @param x {@code [batch, .., length, features]}
     * @param wavelengths {@code [dims / 2]}
     * @param offset position of the first element: a scalar, or one for each of the batch
     */
    public Array apply(Array x, Array wavelengths, Array offset) {
        boolean fast =
                Fused.isFast(List.of(x, wavelengths))
                        && x.ndim() >= 2
                        && x.size() > 0
                        && dims <= x.shape().extent(-1)
                        && wavelengths.shape().equals(Shape.of(dims / 2))
                        && (offset.ndim() == 0 || offset.size() == x.shape().extent(0))
                        && (offset.ndim() == 0 || x.ndim() >= 3);
        return fast
                ? Array.of(new FusedRope(this), x, wavelengths, offset)
                : composed(x, wavelengths, offset);
    }

    /** The same by other operations. */
    Array composed(Array x, Array wavelengths, Array offset) {
        int rank = x.ndim();
        if (rank < 3 || x.shape().extent(-1) < dims) {
            throw Refusal.of("rope", "An array of 3 axes, with %d features.".formatted(dims), x);
        }
        Array positions = Array.arange(DType.F32, x.shape().extent(-2));
        if (offset.ndim() > 0) {
            long[] extents = new long[rank - 1];
            Arrays.fill(extents, 1);
            extents[0] = offset.size();
            positions = positions.add(offset.reshape(extents).astype(DType.F32));
        } else {
            positions = positions.add(offset.astype(DType.F32));
        }
        Array angles = positions.multiply(scale).expandDims(-1).divide(wavelengths);
        Array cos = angles.cos();
        Array sin = angles.sin();
        Array wide = x.astype(DType.F32);
        Array first;
        Array second;
        if (traditional) {
            Array pairs = wide.slice(-1, 0, dims).unflatten(-1, dims / 2, 2);
            first = pairs.slice(-1, 0, 1).squeeze(-1);
            second = pairs.slice(-1, 1, 2).squeeze(-1);
        } else {
            first = wide.slice(-1, 0, dims / 2);
            second = wide.slice(-1, dims / 2, dims);
        }
        Array one = first.multiply(cos).subtract(second.multiply(sin));
        Array two = first.multiply(sin).add(second.multiply(cos));
        Array turned =
                traditional
                        ? Stack.of(List.of(one, two), -1).flatten(-2, -1)
                        : Concatenate.of(List.of(one, two), -1);
        long features = x.shape().extent(-1);
        if (dims < features) {
            turned = Concatenate.of(List.of(turned, wide.slice(-1, dims, features)), -1);
        }
        return turned.astype(x.dtype());
    }
}
