package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamingTest {
    private static final DType[] DTYPES = {
        DType.F32, DType.F16, DType.BF16, DType.F64, DType.I32, DType.U8, DType.I64, DType.BOOL
    };

    @Property(tries = 60)
    void a_stream_has_the_bytes_of_the_evaluated_array(@ForAll long seed) throws IOException {
        byte[] whole = bytes(chain(seed).tensor());
        assertThat(streamed(chain(seed), 0, Long.MAX_VALUE)).isEqualTo(whole);
    }

    @Property(tries = 20)
    void pieces_of_a_stream_join_without_a_seam(@ForAll long seed) throws IOException {
        Array array = chain(seed);
        long cut = new Random(seed).nextLong(array.size() + 1);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(streamed(array, 0, cut));
        both.writeBytes(streamed(array, cut, Long.MAX_VALUE));
        assertThat(both.toByteArray()).isEqualTo(bytes(chain(seed).tensor()));
    }

    @Property(tries = 20)
    void the_number_of_threads_changes_no_bit(@ForAll long seed) {
        int before = Threads.count();
        List<byte[]> results = new ArrayList<>();
        try {
            for (int threads = 1; threads <= 3; threads++) {
                Threads.set(threads);
                Array array = chain(seed);
                Array sum = array.astype(DType.F32).sum();
                results.add(bytes(array.tensor()));
                results.add(bytes(sum.tensor()));
            }
        } finally {
            Threads.set(before);
        }
        for (int i = 2; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i - 2));
        }
    }

    @Test
    void a_file_is_read_by_position_in_pieces_and_never_mapped() throws IOException {
        Source source = new Source(DType.F32, Shape.of(200_000), Long.MAX_VALUE);
        Array cast = Array.of(source).multiply(2).astype(DType.BF16);
        assertThat(streamed(cast, 0, Long.MAX_VALUE)).hasSize(400_000);
        assertThat(source.mapped).isZero();
        assertThat(source.longestRead).isLessThanOrEqualTo(256 * 1024);
    }

    @Test
    void a_file_that_became_shorter_is_an_exception() {
        Source source = new Source(DType.F32, Shape.of(200_000), 300_000);
        Array sum = Array.of(source).add(1);
        assertThatThrownBy(() -> streamed(sum, 0, Long.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessage("the file is shorter now");
    }

    @Test
    void what_is_not_pointwise_is_evaluated_and_the_rest_streamed() throws IOException {
        Array low = Array.ones(3, 2).matmul(Array.full(DType.F32, 0.5, 2, 4));
        byte[] merged = streamed(Array.ones(3, 4).add(low.multiply(2)), 0, Long.MAX_VALUE);
        assertThat(merged).isEqualTo(bytes(Array.full(DType.F32, 3.0, 3, 4).tensor()));
    }

    /** A chain of pointwise operations over leaves of many kinds, always the same for a seed. */
    private static Array chain(long seed) {
        Random random = new Random(seed);
        long rows = 1L + random.nextInt(300);
        long columns = 1L + random.nextInt(300);
        Array x = leaf(random, rows, columns).broadcastTo(rows, columns);
        int steps = 1 + random.nextInt(8);
        for (int i = 0; i < steps; i++) {
            x = step(x, random, rows, columns);
        }
        return x;
    }

    private static Array step(Array x, Random random, long rows, long columns) {
        return switch (random.nextInt(9)) {
            case 0 -> x.add(leaf(random, rows, columns));
            case 1 -> x.multiply(leaf(random, rows, columns));
            case 2 -> x.astype(DTYPES[random.nextInt(DTYPES.length)]);
            case 3 -> x.abs().sqrt();
            case 4 -> x.clip(-1.5, 2.5);
            case 5 -> Array.where(leaf(random, rows, columns).greater(0), x, x.add(x));
            case 6 -> x.subtract(leaf(random, 1, columns));
            case 7 -> x.reshape(columns * rows).multiply(3).reshape(rows, columns);
            default -> x.maximum(x.exp().minimum(4));
        };
    }

    private static Array leaf(Random random, long rows, long columns) {
        DType dtype = DTYPES[random.nextInt(DTYPES.length)];
        return switch (random.nextInt(4)) {
            case 0 -> Array.of(new Source(dtype, Shape.of(rows, columns), Long.MAX_VALUE));
            case 1 ->
                    Array.arange(DType.F32, rows * columns)
                            .reshape(columns, rows)
                            .T()
                            .multiply(.01);
            case 2 -> Array.arange(DType.I32, columns).astype(dtype).broadcastTo(rows, columns);
            default -> Array.full(dtype, random.nextInt(7));
        };
    }

    private static byte[] streamed(Array array, long from, long to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        array.stream(
                from,
                Math.min(to, array.size()),
                (offset, block) -> {
                    long begin = array.dtype().byteSize(from);
                    assertThat(offset - begin).isEqualTo(bytes.size());
                    bytes.writeBytes(block.toArray(ValueLayout.JAVA_BYTE));
                });
        return bytes.toByteArray();
    }

    private static byte[] bytes(Tensor tensor) {
        return tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
    }

    /** Small numbers in the place of a file, which ends early if wanted. */
    private static final class Source implements TensorSource {
        private final DType dtype;
        private final Shape shape;
        private final long end;
        private final MemorySegment bytes;
        private int mapped;
        private long longestRead;

        Source(DType dtype, Shape shape, long end) {
            this.dtype = dtype;
            this.shape = shape;
            this.end = end;
            Array numbers = Array.arange(DType.I32, shape.elements()).remainder(11).subtract(5);
            this.bytes = numbers.astype(dtype).tensor().bytes();
        }

        @Override
        public DType dtype() {
            return dtype;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public void read(long offset, MemorySegment target) throws IOException {
            if (offset + target.byteSize() > end) {
                throw new IOException("the file is shorter now");
            }
            longestRead = Math.max(longestRead, target.byteSize());
            MemorySegment.copy(bytes, offset, target, 0, target.byteSize());
        }

        @Override
        public Tensor map(Arena arena) {
            mapped++;
            return new Tensor(dtype, shape, bytes);
        }
    }
}
