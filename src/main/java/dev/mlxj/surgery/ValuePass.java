package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.array.kernel.ComparisonKernel;
import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the values of many pairs of tensors, in one pass over the data of both, in bounded
 * memory, several turns at a time. Of 6-bit floats it is known only whether they differ.
 */
final class ValuePass {
    /** Elements that a thread compares in one turn; the borders depend on nothing else. */
    private static final long TURN = 1 << 20;

    /**
     * Two tensors of one shape, and what their values may differ by.
     *
     * @param rtol times the value of b
     */
    record Pair(TensorSource a, TensorSource b, double rtol, double atol) {}

    /** Elements {@code [from, to)} of the pair {@code at} a place in the list. */
    private record Turn(int at, int index, long from, long to) {}

    private final List<Pair> pairs;
    private final List<Turn> turns = new ArrayList<>();
    private final Comparison[][] parts;

    private ValuePass(List<Pair> pairs) {
        this.pairs = pairs;
        this.parts = new Comparison[pairs.size()][];
        for (int at = 0; at < parts.length; at++) {
            long elements = pairs.get(at).a.shape().elements();
            parts[at] = new Comparison[Math.toIntExact(Math.ceilDiv(elements, TURN))];
            for (int i = 0; i < parts[at].length; i++) {
                turns.add(new Turn(at, i, i * TURN, Math.min(elements, (i + 1) * TURN)));
            }
        }
    }

    /**
     * The comparison of each pair.
     *
     * @param memory upper bound for buffers, in bytes
     */
    static List<Comparison> of(List<Pair> pairs, long memory) throws IOException {
        ValuePass pass = new ValuePass(pairs);
        Reading.run(
                pass.turns.size(),
                memory,
                () -> {
                    ComparisonKernel kernel = new ComparisonKernel();
                    return (job, first, second) ->
                            pass.take(pass.turns.get(job), kernel, first, second);
                });
        List<Comparison> joined = new ArrayList<>();
        for (Comparison[] parts : pass.parts) {
            Comparison all = Comparison.NONE;
            for (Comparison part : parts) {
                all = all.and(part);
            }
            joined.add(all);
        }
        return joined;
    }

    private void take(Turn turn, ComparisonKernel kernel, MemorySegment first, MemorySegment second)
            throws IOException {
        Pair pair = pairs.get(turn.at);
        if (!hasNumbers(pair.a) || !hasNumbers(pair.b)) {
            parts[turn.at][turn.index] = compareBytes(pair, turn, first, second);
            return;
        }
        int widest = Math.max(pair.a.dtype().bits(), pair.b.dtype().bits());
        long step = first.byteSize() * Byte.SIZE / widest / Numbers.ELEMENTS * Numbers.ELEMENTS;
        kernel.begin(pair.rtol, pair.atol);
        for (long from = turn.from; from < turn.to; from += step) {
            long to = Math.min(turn.to, from + step);
            kernel.add(
                    pair.a.dtype(),
                    read(pair.a, from, to, first),
                    pair.b.dtype(),
                    read(pair.b, from, to, second));
        }
        parts[turn.at][turn.index] = kernel.end();
    }

    /** The 6-bit floats have no agreed packing, so only their bytes can be compared. */
    private static boolean hasNumbers(TensorSource source) {
        return source.dtype().bits() != 6;
    }

    private static Comparison compareBytes(
            Pair pair, Turn turn, MemorySegment first, MemorySegment second) throws IOException {
        boolean equal = pair.a.dtype() == pair.b.dtype();
        long step = first.byteSize() / 6 * Byte.SIZE;
        for (long from = turn.from; equal && from < turn.to; from += step) {
            long to = Math.min(turn.to, from + step);
            equal = read(pair.a, from, to, first).mismatch(read(pair.b, from, to, second)) < 0;
        }
        double unknown = equal ? 0 : Double.NaN;
        return new Comparison(
                turn.to - turn.from,
                equal ? turn.to - turn.from : 0,
                equal ? 0 : 1,
                unknown,
                unknown,
                unknown,
                unknown,
                0,
                0);
    }

    private static MemorySegment read(TensorSource source, long from, long to, MemorySegment buffer)
            throws IOException {
        DType dtype = source.dtype();
        MemorySegment bytes = buffer.asSlice(0, dtype.byteSize(to - from));
        source.read(dtype.byteSize(from), bytes);
        return bytes;
    }
}
