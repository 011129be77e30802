package dev.mlxj.array;

import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.op.AddMM;
import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Concatenate;
import dev.mlxj.array.op.Einsum;
import dev.mlxj.array.op.Stack;
import dev.mlxj.array.op.StopGradient;
import dev.mlxj.array.op.Triangle;
import dev.mlxj.array.op.Where;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

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
public final class Array
        implements Elementwise,
                Arithmetic,
                Comparisons,
                Reductions,
                Scans,
                Shaping,
                Indexing,
                Matrices {
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

    /** The node of an operation on a list of arrays. */
    public static Array of(Primitive primitive, List<Array> inputs) {
        return new Array(
                primitive.dtype(inputs),
                primitive.shape(inputs),
                new Recipe(primitive, inputs),
                null,
                null,
                primitive instanceof StopGradient ? null : Trace.outermost(inputs));
    }

    /** An array that holds this tensor's bytes, without a copy. */
    public static Array of(Tensor tensor) {
        return new Array(tensor.dtype(), tensor.shape(), null, View.of(tensor), null, null);
    }

    /** A vector of F32. */
    public static Array of(float... numbers) {
        Tensor tensor = Memory.allocate(DType.F32, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.F32_LE, 0, numbers.length);
        return of(tensor);
    }

    /** A vector of I32. */
    public static Array of(int... numbers) {
        Tensor tensor = Memory.allocate(DType.I32, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.U32_LE, 0, numbers.length);
        return of(tensor);
    }

    /** A vector of I64. */
    public static Array of(long... numbers) {
        Tensor tensor = Memory.allocate(DType.I64, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.U64_LE, 0, numbers.length);
        return of(tensor);
    }

    /** A vector of bool. */
    public static Array of(boolean... values) {
        Tensor tensor = Memory.allocate(DType.BOOL, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            tensor.bytes().set(Layouts.U8, i, (byte) (values[i] ? 1 : 0));
        }
        return of(tensor);
    }

    /** An array from nested lists of numbers and booleans, in the dtype that holds them all. */
    public static Array ofNested(Object nested) {
        return Literal.of(nested, null);
    }

    /** An array from nested lists of numbers and booleans, in this dtype. */
    public static Array ofNested(Object nested, DType dtype) {
        return Literal.of(nested, dtype);
    }

    /** A vector of F64. */
    public static Array ofDoubles(double... numbers) {
        Tensor tensor = Memory.allocate(DType.F64, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.F64_LE, 0, numbers.length);
        return of(tensor);
    }

    /** A real number as an array of no axes, of F32. */
    public static Array scalar(double number) {
        return Makers.full(DType.F32, number);
    }

    /** An integer as an array of no axes, of I32 if it fits, of I64 elsewhere. */
    public static Array scalar(long number) {
        return Makers.full(number == (int) number ? DType.I32 : DType.I64, number);
    }

    /** A truth value as an array of no axes. */
    public static Array scalar(boolean value) {
        return Makers.full(DType.BOOL, value ? 1L : 0L);
    }

    /** An array filled with a number; it takes the memory of one element until it is needed. */
    public static Array full(DType dtype, double number, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, number), Shape.of(extents));
    }

    /** An array filled with an integer; it takes the memory of one element until it is needed. */
    public static Array full(DType dtype, long number, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, number), Shape.of(extents));
    }

    /** Zeros of F32. */
    public static Array zeros(long... extents) {
        return zeros(DType.F32, extents);
    }

    public static Array zeros(DType dtype, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, 0L), Shape.of(extents));
    }

    /** Ones of F32. */
    public static Array ones(long... extents) {
        return ones(DType.F32, extents);
    }

    public static Array ones(DType dtype, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, 1L), Shape.of(extents));
    }

    /** A complex number as an array of no axes, of C64. */
    public static Array complex(double re, double im) {
        return Makers.complex(re, im);
    }

    /** The integers from 0 to {@code n}, exclusive. */
    public static Array arange(DType dtype, long n) {
        return Makers.sequence(dtype, 0, 1, n);
    }

    /** The integers from {@code start} on before {@code stop}, in steps, as I32. */
    public static Array arange(int start, int stop, int step) {
        return Makers.arange(DType.I32, start, stop, step);
    }

    /** The numbers from {@code start} on before {@code stop}, in steps, as F32. */
    public static Array arange(double start, double stop, double step) {
        return Makers.arange(DType.F32, start, stop, step);
    }

    /** The numbers from {@code start} on before {@code stop}, in steps. */
    public static Array arange(DType dtype, double start, double stop, double step) {
        return Makers.arange(dtype, start, stop, step);
    }

    /**
     * {@code n} numbers of F32 at equal distances, from {@code start} to {@code stop} inclusive.
     */
    public static Array linspace(double start, double stop, int n) {
        return Makers.sequence(DType.F32, start, n == 1 ? 0 : (stop - start) / (n - 1), n);
    }

    /** {@link Triangle#eye} of F32: ones on the k-th diagonal. */
    public static Array eye(long rows, long columns, int k) {
        return Triangle.eye(DType.F32, rows, columns, k);
    }

    /** The square matrix of F32 with ones on its diagonal. */
    public static Array identity(long n) {
        return eye(n, n, 0);
    }

    /** {@link Triangle#ones} of F32: ones on the k-th diagonal and below. */
    public static Array tri(long rows, long columns, int k) {
        return Triangle.ones(DType.F32, rows, columns, k);
    }

    /** {@link Where}. */
    public static Array where(Array condition, Array x, Array y) {
        return Where.of(condition, x, y);
    }

    /** {@link Concatenate} along an axis. */
    public static Array concatenate(List<Array> arrays, int axis) {
        return Concatenate.of(arrays, axis);
    }

    /** {@link Stack} along a new axis. */
    public static Array stack(List<Array> arrays, int axis) {
        return Stack.of(arrays, axis);
    }

    /** {@code c + a b}, {@link AddMM}. */
    public static Array addmm(Array c, Array a, Array b) {
        return AddMM.of(c, a, b, 1, 1);
    }

    /** {@code beta c + alpha a b}, {@link AddMM}. */
    public static Array addmm(Array c, Array a, Array b, double alpha, double beta) {
        return AddMM.of(c, a, b, alpha, beta);
    }

    /** {@link Einsum}: {@code einsum("ij,jk->ik", a, b)} is the product of matrices. */
    public static Array einsum(String subscripts, Array... operands) {
        return Einsum.of(subscripts, List.of(operands));
    }

    /** {@code number - x}. */
    public static Array subtract(double number, Array x) {
        return Weak.of(x, number).subtract(x);
    }

    /** {@code number - x}. */
    public static Array subtract(long number, Array x) {
        return Weak.of(x, number).subtract(x);
    }

    /** {@code number / x}. */
    public static Array divide(double number, Array x) {
        return Weak.of(x, number).divide(x);
    }

    /** {@code number ^ x}. */
    public static Array power(double number, Array x) {
        return Weak.of(x, number).power(x);
    }

    /** {@code number ^ x}. */
    public static Array power(long number, Array x) {
        return Weak.of(x, number).power(x);
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

    @Nullable TensorSource source() {
        return source;
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
