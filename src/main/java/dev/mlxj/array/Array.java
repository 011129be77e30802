package dev.mlxj.array;

import dev.mlxj.array.op.AsType;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;
import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * A node of the lazy graph: a dtype, a shape, and how its elements are found. Immutable: an
 * operation makes a new array, and computes nothing. {@link #eval} computes, once; from then on the
 * array holds its value and no longer the arrays it was computed from. Matches {@code
 * mlx.core.array}.
 *
 * <p>The methods carry MLX's names. They stand in families, each an interface: {@link Elementwise},
 * {@link Arithmetic}, {@link Comparisons}, {@link Reductions}, {@link Shaping}, {@link Indexing},
 * {@link Matrices}. A number beside an array is weak: it takes the array's dtype where it fits (see
 * {@link Weak}).
 *
 * <p>An array may be used and evaluated by several threads. Two arrays are equal when they are the
 * same object; {@link Comparisons#equal} compares elements.
 */
public final class Array extends Functions
        implements Elementwise,
                Arithmetic,
                Comparisons,
                Reductions,
                Scans,
                Shaping,
                Indexing,
                Matrices,
                Iterable<Array> {
    private final DType dtype;
    private final Shape shape;

    /** How to compute the value; dropped when it is there. */
    private volatile @Nullable Recipe recipe;

    private volatile @Nullable View value;

    /** Bytes that are still in a file; kept, so that streams can read them by position. */
    private final @Nullable TensorSource source;

    /** The gradient being recorded through this array, if any: it still needs the recipe. */
    private final @Nullable Trace trace;

    /** Whether an evaluation computed this node in passing, without keeping its value. */
    private boolean passed;

    private Array(
            DType dtype,
            Shape shape,
            @Nullable Recipe recipe,
            @Nullable View value,
            @Nullable TensorSource source,
            @Nullable Trace trace) {
        this.dtype = dtype;
        this.shape = shape;
        this.recipe = recipe;
        this.value = value;
        this.source = source;
        this.trace = trace;
    }

    /** The node of an operation. Its shape and dtype follow from the primitive's rules at once. */
    public static Array of(Primitive primitive, Array... inputs) {
        return of(primitive, List.of(inputs));
    }

    /**
     * What this array widens: an array in F16 or BF16, if this is that array cast to F32 and not
     * computed; itself otherwise. Widening changes no value, so an operation that moves or
     * multiplies elements may read what is narrow, and a wide copy of weights is never made.
     */
    public Array narrow() {
        Recipe known = recipe;
        if (known == null || !(known.primitive() instanceof AsType) || dtype != DType.F32) {
            return this;
        }
        Array input = known.inputs().getFirst();
        return input.dtype == DType.F16 || input.dtype == DType.BF16 ? input : this;
    }

    /** The node of an operation on a list of arrays. */
    public static Array of(Primitive primitive, List<Array> inputs) {
        return new Array(
                primitive.dtype(inputs),
                primitive.shape(inputs),
                new Recipe(primitive, inputs),
                null,
                null,
                Trace.outermost(inputs));
    }

    /** An array that holds this tensor's bytes, without a copy. */
    public static Array of(Tensor tensor) {
        return new Array(tensor.dtype(), tensor.shape(), null, View.of(tensor), null, null);
    }

    /** An array with this value. */
    static Array of(View view) {
        return new Array(view.dtype(), view.shape(), null, view, null, null);
    }

    /** An array whose bytes are read from the source when they are needed. */
    public static Array of(TensorSource source) {
        return new Array(source.dtype(), source.shape(), null, null, source, null);
    }

    /** The same value as a node of its own, to which a gradient can be traced. */
    static Array traced(Array array, Trace trace) {
        Recipe recipe = new Recipe(new Traced(), List.of(array));
        return new Array(array.dtype, array.shape, recipe, null, null, trace.orOuter(array.trace));
    }

    @Override
    public Array array() {
        return this;
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /** The number of axes. */
    public int ndim() {
        return shape.rank();
    }

    /** The number of elements. */
    public long size() {
        return shape.elements();
    }

    /** Bytes of one element. */
    public int itemsize() {
        return Math.ceilDiv(dtype.bits(), 8);
    }

    /** Bytes of all elements. */
    public long nbytes() {
        return dtype.byteSize(size());
    }

    /** The extent of the first axis, as Python's {@code len}. */
    public long length() {
        if (ndim() == 0) {
            throw new IllegalArgumentException("len() 0-dimensional array.");
        }
        return shape.extent(0);
    }

    /** Whether the value is there. False for bytes that are still in a file. */
    public boolean isEvaluated() {
        return value != null;
    }

    /** Computes these arrays, and whatever they depend on. */
    public static void eval(Array... arrays) {
        eval(Arrays.asList(arrays));
    }

    /** Computes these arrays, and whatever they depend on. */
    public static void eval(Collection<Array> arrays) {
        Evaluation.of(arrays);
    }

    /** Computes the arrays of trees: {@code eval(model.parameters(), optimizer.state())}. */
    @SafeVarargs
    public static void eval(Tree<Array> tree, Tree<Array>... more) {
        List<Array> arrays = new ArrayList<>(tree.leaves().toList());
        for (Tree<Array> other : more) {
            other.forEach((path, array) -> arrays.add(array));
        }
        eval(arrays);
    }

    /**
     * Begins to compute these arrays in another thread, one call after another, and returns at
     * once. Whoever needs a value before it is there waits for it. The future says when all is
     * computed, and what went wrong; an array whose computation failed is computed again when it is
     * asked for. Matches {@code mlx.core.async_eval}.
     */
    public static Future<?> asyncEval(Array... arrays) {
        List<Array> all = List.of(arrays);
        return Background.THREAD.submit(() -> Evaluation.of(all));
    }

    /** Made when it is first used. */
    private static final class Background {
        static final ExecutorService THREAD =
                Executors.newSingleThreadExecutor(
                        work -> Thread.ofPlatform().daemon().name("mlxj-eval").unstarted(work));
    }

    /**
     * The function, which may be called as before: chains of pointwise operations are computed in
     * one pass in any case, so there is nothing to capture, and what the function does besides
     * happens at every call. Matches {@code mlx.core.compile} in its results.
     */
    public static Function<List<Array>, List<Array>> compile(
            Function<List<Array>, List<Array>> function) {
        return function;
    }

    /**
     * The slices along the first axis, as Python's {@code iter}; computes nothing.
     *
     * @throws IllegalArgumentException if there is no axis
     */
    @Override
    public Iterator<Array> iterator() {
        if (ndim() == 0) {
            throw new IllegalArgumentException(
                    "[iter] iter() 0-dimensional array of " + Promotion.name(dtype));
        }
        return unstack(0).iterator();
    }

    /** The value, row by row; computes it. */
    public Tensor tensor() {
        View view = view();
        Tensor tensor = view.tensor();
        if (!view.isDense()) {
            value = View.of(tensor);
        }
        return tensor;
    }

    /**
     * The only element as a double; computes it.
     *
     * @throws IllegalArgumentException if there is not exactly one element, or it is complex
     */
    public double item() {
        return Items.number(this);
    }

    /** The only element as a long, real numbers toward zero; computes it. */
    public long itemLong() {
        return Items.integer(this);
    }

    /** Whether the only element is not 0; computes it. */
    public boolean itemBoolean() {
        return Items.truth(this);
    }

    /**
     * The elements as nested lists of Double, Long or Boolean, complex ones as lists of two; an
     * element alone if there is no axis. Computes them.
     */
    public Object toList() {
        return Items.list(this);
    }

    /** The array as MLX prints it: {@code array([1, 2.5], dtype=float32)}. Computes it. */
    public String toText() {
        return Printing.of(this);
    }

    /** The value as it lies in memory; computes it. */
    public View view() {
        View view = value;
        if (view == null) {
            Evaluation.of(List.of(this));
            view = value;
        }
        if (view == null) {
            throw new IllegalStateException("evaluation left no value");
        }
        settle(view);
        return view;
    }

    /**
     * Gives the value to {@code consumer} in blocks, in bounded memory where the array is a chain
     * of pointwise operations over arrays in memory or in files; other parts of it are evaluated
     * first. The bytes are those of {@link #tensor}.
     *
     * @throws IOException from a file that is read, or from the consumer
     */
    public void stream(BlockConsumer consumer) throws IOException {
        stream(0, size(), consumer);
    }

    /**
     * Gives the elements {@code [from, to)}, counted row by row, to {@code consumer}. Several
     * threads may stream disjoint pieces of one array at once.
     *
     * @throws IllegalArgumentException if the borders of a sub-byte dtype do not fall on bytes
     * @throws IOException from a file that is read, or from the consumer
     */
    public void stream(long from, long to, BlockConsumer consumer) throws IOException {
        if (from < 0 || from > to || to > size()) {
            throw new IllegalArgumentException(
                    "stream: elements [%d, %d) of an array of %d".formatted(from, to, size()));
        }
        Streaming.of(this, from, to, consumer);
    }

    /** {@code Array[F32 [2, 3]]}: says what it is without computing it. */
    @Override
    public String toString() {
        return "Array[" + dtype + " " + shape + "]";
    }

    @Nullable Recipe recipe() {
        return recipe;
    }

    @Nullable View value() {
        return value;
    }

    /** Where the bytes are read from as long as they are not in memory; it may be closed later. */
    @Nullable TensorSource source() {
        return value == null ? source : null;
    }

    @Nullable Trace openedBy() {
        return trace;
    }

    boolean passed() {
        return passed;
    }

    void markPassed() {
        passed = true;
    }

    /** Sets the value and forgets how it came about, unless a gradient still needs to know. */
    void settle(View view) {
        value = view;
        if (trace == null || !trace.isOpen()) {
            recipe = null;
        }
    }
}
