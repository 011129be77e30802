package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Gives the value of an array in blocks. The pointwise nodes down from the array become one
 * program; what that program reads is in memory, or in a file and then read by position, or is
 * evaluated first.
 */
final class Streaming {
    /** Bytes that are read or written at a time: larger pieces gain nothing. */
    private static final int BUFFER = 256 * 1024;

    private Streaming() {}

    static void of(Array array, long from, long to, BlockConsumer consumer) throws IOException {
        try {
            TensorSource source = array.source();
            View value = array.value();
            if (source != null) {
                copy(source, from, to, consumer);
            } else if (value != null) {
                copy(value, from, to, consumer);
            } else {
                compute(array, from, to, consumer);
            }
        } catch (InternalError e) {
            throw Evaluation.shrunk(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void copy(TensorSource source, long from, long to, BlockConsumer consumer)
            throws IOException {
        long end = source.dtype().byteSize(to);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            for (long at = source.dtype().byteSize(from); at < end; at += BUFFER) {
                MemorySegment block = buffer.asSlice(0, Math.min(BUFFER, end - at));
                source.read(at, block);
                consumer.accept(at, block);
            }
        }
    }

    private static void copy(View value, long from, long to, BlockConsumer consumer)
            throws IOException {
        DType dtype = value.dtype();
        if (value.isDense() && value.tensor().bytes().isNative()) {
            MemorySegment bytes = value.tensor().bytes();
            long end = dtype.byteSize(to);
            for (long at = dtype.byteSize(from); at < end; at += BUFFER) {
                consumer.accept(at, bytes.asSlice(at, Math.min(BUFFER, end - at)));
            }
            return;
        }
        int most = BUFFER * 8 / dtype.bits();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            for (long at = from; at < to; at += most) {
                long n = Math.min(most, to - at);
                value.copy(at, n, buffer, 0);
                consumer.accept(dtype.byteSize(at), buffer.asSlice(0, dtype.byteSize(n)));
            }
        }
    }

    private static void compute(Array array, long from, long to, BlockConsumer consumer)
            throws IOException {
        Chain chain = chain(array);
        if (chain == null) {
            copy(array.view(), from, to, consumer);
            return;
        }
        Program program = Program.of(chain, true);
        int most = BUFFER * 8 / program.widestBits();
        DType dtype = array.dtype();
        try (Arena arena = Arena.ofConfined()) {
            Program.Runner runner = program.new Runner(arena, most);
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            for (long at = from; at < to; at += most) {
                int n = (int) Math.min(most, to - at);
                runner.run(at, n, buffer, 0);
                consumer.accept(dtype.byteSize(at), buffer.asSlice(0, dtype.byteSize(n)));
            }
        }
    }

    /** The pointwise nodes down from the array, or null if it is none; evaluates what they read. */
    private static @Nullable Chain chain(Array root) {
        IdentityHashMap<Array, Recipe> recipes = new IdentityHashMap<>();
        List<Array> boundary = new ArrayList<>();
        List<Chain.Link> order = order(root, recipes, boundary);
        if (order.isEmpty()) {
            return null;
        }
        boundary.removeIf(array -> array.source() != null);
        Evaluation.of(boundary);
        Chain chain = new Chain();
        order.reversed().forEach(chain::prepend);
        return chain;
    }

    private static List<Chain.Link> order(
            Array root, IdentityHashMap<Array, Recipe> recipes, List<Array> boundary) {
        List<Chain.Link> order = new ArrayList<>();
        ArrayDeque<Array> path = new ArrayDeque<>();
        path.push(root);
        IdentityHashMap<Array, Integer> next = new IdentityHashMap<>();
        while (!path.isEmpty()) {
            Array node = path.peek();
            Recipe recipe = recipes.computeIfAbsent(node, Streaming::pointwiseRecipe);
            int index = next.merge(node, 1, Integer::sum) - 1;
            if (recipe == null) {
                boundary.add(node);
                path.pop();
            } else if (index == recipe.inputs().size()) {
                order.add(new Chain.Link(node, recipe));
                path.pop();
            } else if (!next.containsKey(recipe.inputs().get(index))) {
                path.push(recipe.inputs().get(index));
            }
        }
        return order;
    }

    private static @Nullable Recipe pointwiseRecipe(Array node) {
        Recipe recipe = node.value() == null ? node.recipe() : null;
        return recipe != null && recipe.primitive() instanceof Pointwise ? recipe : null;
    }
}
