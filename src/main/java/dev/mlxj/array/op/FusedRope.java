package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * {@link Rope} in one pass over the rows, with a table of the angles. Inputs: the array, the
 * wavelengths, the offset.
 */
record FusedRope(Rope rope) implements Fused {
    /** Elements that a thread takes at a time. */
    private static final int PIECE = 65_536;

    @Override
    public Array composed(List<Array> in) {
        return rope.composed(in.get(0), in.get(1), in.get(2));
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
        Tensor x = in.getFirst().tensor();
        Tensor out = Memory.allocate(x.dtype(), x.shape());
        int n = Math.toIntExact(x.shape().extent(-1));
        int length = Math.toIntExact(x.shape().extent(-2));
        float[] offsets = numbers(in.get(2));
        float[] wavelengths = numbers(in.get(1));
        long rows = x.shape().elements() / n;
        long rowsOfOffset = rows / offsets.length;
        int half = rope.dims() / 2;
        float[][] cos = new float[offsets.length * length][half];
        float[][] sin = new float[offsets.length * length][half];
        for (int i = 0; i < cos.length; i++) {
            float position = (i % length + offsets[i / length]) * (float) rope.scale();
            for (int j = 0; j < half; j++) {
                double angle = position / wavelengths[j];
                cos[i][j] = (float) Math.cos(angle);
                sin[i][j] = (float) Math.sin(angle);
            }
        }
        Blocks.runWith(
                rows,
                Math.max(1, PIECE / n),
                () -> {
                    Codec codec = Codec.of(x.dtype());
                    float[] row = new float[n];
                    return (first, count) -> {
                        for (long at = first; at < first + count; at++) {
                            int angles = (int) (at / rowsOfOffset * length + at % length);
                            codec.load(x.bytes(), at * n, row, 0, n);
                            if (rope.traditional()) {
                                turnNeighbours(row, cos[angles], sin[angles], half);
                            } else {
                                turnHalves(row, cos[angles], sin[angles], half);
                            }
                            codec.store(row, 0, out.bytes(), at * n, n);
                        }
                    };
                });
        return View.of(out);
    }

    private static float[] numbers(View view) {
        float[] numbers = new float[Math.toIntExact(view.shape().elements())];
        View.Reader reader = view.reader();
        Block block = new Block();
        for (int from = 0; from < numbers.length; from += Block.SIZE) {
            int n = Math.min(Block.SIZE, numbers.length - from);
            reader.load(from, n, block);
            block.convertFrom(block, DType.F32, n);
            System.arraycopy(block.floats(), 0, numbers, from, n);
        }
        return numbers;
    }

    private static void turnNeighbours(float[] row, float[] cos, float[] sin, int half) {
        for (int i = 0; i < half; i++) {
            float first = row[2 * i];
            float second = row[2 * i + 1];
            row[2 * i] = first * cos[i] - second * sin[i];
            row[2 * i + 1] = first * sin[i] + second * cos[i];
        }
    }

    private static void turnHalves(float[] row, float[] cos, float[] sin, int half) {
        for (int i = 0; i < half; i++) {
            float first = row[i];
            float second = row[half + i];
            row[i] = first * cos[i] - second * sin[i];
            row[half + i] = first * sin[i] + second * cos[i];
        }
    }
}
