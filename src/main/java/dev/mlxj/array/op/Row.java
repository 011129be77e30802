package dev.mlxj.array.op;

import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.Lane;
import dev.mlxj.tensor.Tensor;

/** One row of a tensor in the array of its lane. For one thread. */
final class Row {
    private final Tensor tensor;
    private final int n;
    private final Lane lane;
    private final Codec codec;
    private final float[] floats;
    private final double[] doubles;
    private final long[] longs;

    Row(Tensor tensor, int n) {
        this.tensor = tensor;
        this.n = n;
        this.lane = Codec.lane(tensor.dtype());
        this.codec = Codec.of(tensor.dtype());
        this.floats = new float[lane == Lane.FLOAT ? n : lane == Lane.COMPLEX ? 2 * n : 0];
        this.doubles = new double[lane == Lane.DOUBLE ? n : 0];
        this.longs = new long[lane == Lane.LONG ? n : 0];
    }

    Lane lane() {
        return lane;
    }

    /** The numbers of F32 and shorter, or the parts of complex ones by turns. */
    float[] floats() {
        return floats;
    }

    double[] doubles() {
        return doubles;
    }

    long[] longs() {
        return longs;
    }

    /** Reads the row of this number. */
    void load(long row) {
        switch (lane) {
            case FLOAT, COMPLEX -> codec.load(tensor.bytes(), row * n, floats, 0, n);
            case DOUBLE -> codec.load(tensor.bytes(), row * n, doubles, 0, n);
            case LONG -> codec.load(tensor.bytes(), row * n, longs, 0, n);
            case OPAQUE -> throw new IllegalStateException(tensor.dtype() + " has no lane");
        }
    }

    /** Writes the row to this place of a tensor of the same dtype. */
    void store(Tensor out, long row) {
        switch (lane) {
            case FLOAT, COMPLEX -> codec.store(floats, 0, out.bytes(), row * n, n);
            case DOUBLE -> codec.store(doubles, 0, out.bytes(), row * n, n);
            case LONG -> codec.store(longs, 0, out.bytes(), row * n, n);
            case OPAQUE -> throw new IllegalStateException(tensor.dtype() + " has no lane");
        }
    }
}
