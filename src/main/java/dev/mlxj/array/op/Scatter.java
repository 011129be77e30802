package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;
import java.util.Optional;

/**
 * An array with elements chosen by index arrays replaced by, or joined with, updates: {@code
 * out[a[i..], b[i..], .., rest..]} with {@code updates[i.., rest..]}. Repeated indices come one
 * after the other, in the order of the updates. Matches assignment to indices and {@code array.at}.
 *
 * @param mode how an update meets the element
 */
public record Scatter(Mode mode) implements Primitive {
    /** How an update meets the element that is there. */
    public enum Mode {
        /** In its place. */
        SET,
        ADD,
        MULTIPLY,
        MAXIMUM,
        MINIMUM
    }

    /**
     * The array with updates along its leading axes.
     *
     * @param updates of shape {@code [indices.., rest..]}, or one that broadcasts to it
     */
    static Array of(Mode mode, Array x, Array updates, List<Array> indices) {
        List<Array> inputs = Positions.inputs(indices, x, AsType.of(updates, x.dtype()));
        Shape shape = Positions.shape(inputs.get(2).shape(), x.shape(), indices.size());
        inputs.set(1, BroadcastTo.of(inputs.get(1), shape));
        return Array.of(new Scatter(mode), inputs);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        View x = in.getFirst();
        View updates = in.get(1);
        Tensor out = Memory.allocate(x.dtype(), x.shape());
        View target = View.of(out);
        x.copyTo(target);
        Positions positions = Positions.of(target, in.subList(2, in.size()));
        int n = Math.toIntExact(Positions.rest(x.shape(), in.size() - 2).elements());
        View.Reader reader = updates.reader();
        Block block = new Block();
        Block element = new Block();
        element.become(x.dtype());
        for (int i = 0; i < positions.count(); i++) {
            for (int done = 0; done < n; done += Block.SIZE) {
                int count = Math.min(Block.SIZE, n - done);
                reader.load((long) i * n + done, count, block);
                join(out, positions.offset(i) + done, element, block, count);
            }
        }
        return target;
    }

    private void join(Tensor out, long at, Block element, Block update, int n) {
        if (mode == Mode.SET) {
            update.store(out.bytes(), at, n);
            return;
        }
        Pointwise join =
                switch (mode) {
                    case SET, ADD -> new Add();
                    case MULTIPLY -> new Multiply();
                    case MAXIMUM -> new Maximum();
                    case MINIMUM -> new Minimum();
                };
        element.load(out.bytes(), at, n);
        join.apply(new Block[] {element, update}, element, n);
        element.store(out.bytes(), at, n);
    }

    @Override
    public Array batched(List<Array> in) {
        return of(mode, in.get(0), in.get(1), Positions.batched(in.subList(2, in.size())));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        List<Array> indices = in.subList(2, in.size());
        Array chosen = Gather.of(cotangent, indices);
        return switch (mode) {
            case SET ->
                    List.of(
                            of(mode, cotangent, Array.full(cotangent.dtype(), 0L), indices),
                            chosen);
            case ADD -> List.of(cotangent, chosen);
            case MULTIPLY ->
                    List.of(
                            of(mode, cotangent, in.get(1), indices),
                            chosen.multiply(otherFactors(in.get(0), in.get(1), indices)));
            case MAXIMUM, MINIMUM -> {
                Array kept = in.getFirst().equal(out).astype(cotangent.dtype());
                Array taken = in.get(1).equal(Gather.of(out, indices)).astype(cotangent.dtype());
                yield List.of(cotangent.multiply(kept), chosen.multiply(taken));
            }
        };
    }

    /** For each update what it is multiplied with: the element and the other updates there. */
    private static Array otherFactors(Array x, Array updates, List<Array> indices) {
        Array zero = updates.equal(0);
        Array divisor = Where.of(zero, Array.ones(x.dtype()), updates);
        Array product = Gather.of(of(Mode.MULTIPLY, x, divisor, indices), indices);
        Array zeros = zero.astype(x.dtype());
        Array all = Gather.of(of(Mode.ADD, Array.zerosLike(x), zeros, indices), indices);
        Array others = all.subtract(zeros);
        return Where.of(others.greater(0), Array.zeros(x.dtype()), product.divide(divisor));
    }

    @Override
    public Optional<String> refusal(int input) {
        return input < 2
                ? Optional.empty()
                : Optional.of("[scatter] Cannot calculate VJP with respect to indices.");
    }
}
