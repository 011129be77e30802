package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * The same bytes as elements of another dtype, without a copy where they stand row by row. Where
 * the widths differ, the last axis scales: {@code [.., n]} to {@code [.., n * old / new]}. There is
 * no gradient. Matches {@code mlx.core.view}.
 *
 * @param target the dtype of the result
 */
public record BitView(DType target) implements Primitive {
    /**
     * The array seen so.
     *
     * @throws IllegalArgumentException if there is no axis to scale, or it does not come out even
     */
    public static Array of(Array x, DType target) {
        if (x.dtype() == target) {
            return x;
        }
        int from = x.dtype().bits();
        boolean scales = from != target.bits();
        if (scales && (x.ndim() == 0 || x.shape().extent(-1) * from % target.bits() != 0)) {
            throw Refusal.of(
                    "view",
                    "The last axis of shape %s does not hold whole elements of %s instead of %s"
                            .formatted(
                                    Shapes.text(x.shape()),
                                    Promotion.name(target),
                                    Promotion.name(x.dtype())),
                    x);
        }
        return Array.of(new BitView(target), x);
    }

    @Override
    public String name() {
        return "view";
    }

    @Override
    public Shape shape(List<Array> in) {
        return scaled(in.getFirst().shape(), in.getFirst().dtype());
    }

    private Shape scaled(Shape shape, DType from) {
        if (from.bits() == target.bits()) {
            return shape;
        }
        int last = shape.rank() - 1;
        return Shapes.with(shape, last, shape.extent(last) * from.bits() / target.bits());
    }

    @Override
    public DType dtype(List<Array> in) {
        return target;
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        return View.of(new Tensor(target, scaled(x.shape(), x.dtype()), x.bytes()));
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }
}
