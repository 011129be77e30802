package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.TensorSource;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every file of the corpus gets the verdict of the reference reader, as far as its policy binds,
 * and what is accepted has the tensors that the reference finds.
 */
class CorpusTest {
    /** The promise for any header, however hostile. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /**
     * Read leniently, these stay refused although {@code mx.load} takes them: a duplicate means one
     * thing here and another there, and a size that overflows means nothing.
     */
    private static final Set<String> NEVER_LENIENT = Set.of("duplicate", "overflow");

    @TestFactory
    Stream<DynamicTest> a_file_gets_the_verdict_of_the_reference() throws IOException {
        return Corpus.cases().stream()
                .map(one -> DynamicTest.dynamicTest(one + ": " + one.why(), () -> check(one)));
    }

    @TestFactory
    Stream<DynamicTest> a_lenient_reader_accepts_what_mlx_accepts() throws IOException {
        return Corpus.cases().stream()
                .filter(one -> one.isAcceptedByMlx().isPresent() && !one.isAccepted())
                .map(one -> DynamicTest.dynamicTest(one + ": " + one.why(), () -> lenient(one)));
    }

    private static void check(CorpusCase one) throws IOException {
        withScratch(
                scratch -> {
                    Path file = one.materialize(scratch);
                    List<String> warnings = new ArrayList<>();
                    long start = System.nanoTime();
                    try (Checkpoint checkpoint =
                            Checkpoint.open(file, OpenOptions.strict(warnings::add))) {
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER);
                        assertThat(one.isAccepted()).as("accepted").isTrue();
                        if (one.needsWarning()) {
                            assertThat(warnings).isNotEmpty();
                        }
                        requireTensors(one, checkpoint);
                        requireMetadata(one, checkpoint);
                    } catch (CheckpointException e) {
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER);
                        if (one.isAccepted() && !one.mayBeRefused()) {
                            fail("refused: " + e.getMessage(), e);
                        }
                        assertThat(e.getMessage()).hasSizeLessThan(2000).doesNotContain("\n");
                    }
                });
    }

    private static void lenient(CorpusCase one) throws IOException {
        withScratch(
                scratch -> {
                    Path file = one.materialize(scratch);
                    List<String> warnings = new ArrayList<>();
                    OpenOptions options = OpenOptions.lenient(warnings::add);
                    if (one.isAcceptedByMlx().orElseThrow()
                            && !NEVER_LENIENT.contains(one.family())) {
                        assertThatCode(() -> Checkpoint.open(file, options).close())
                                .doesNotThrowAnyException();
                        assertThat(warnings).isNotEmpty();
                    } else {
                        assertThatThrownBy(() -> Checkpoint.open(file, options).close())
                                .isInstanceOf(CheckpointException.class);
                    }
                });
    }

    private static void requireTensors(CorpusCase one, Checkpoint checkpoint) throws IOException {
        if (one.tensors().isPresent()) {
            Map<String, JsonNode> expected = one.tensors().get();
            assertThat(names(checkpoint.entries().keySet(), expected.keySet()).keySet())
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
            for (var name : names(checkpoint.entries().keySet(), expected.keySet()).entrySet()) {
                requireTensor(
                        checkpoint.source(name.getValue()),
                        Objects.requireNonNull(expected.get(name.getKey())));
            }
        }
        if (one.tensorsDigest().isPresent()) {
            assertThat(digest(checkpoint)).isEqualTo(one.tensorsDigest().get());
        }
    }

    /** Names as {@code expected.json} writes them, very long ones by their digest. */
    private static Map<String, String> names(
            Collection<String> names, Collection<String> expected) {
        Map<String, String> written = new LinkedHashMap<>();
        for (String name : names) {
            String digest =
                    expected.contains(name)
                            ? name
                            : "sha256:"
                                    + hex(sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
            written.put(expected.contains(digest) ? digest : name, name);
        }
        return written;
    }

    private static void requireTensor(TensorSource source, JsonNode expected) throws IOException {
        assertThat(source.dtype().name()).isEqualTo(expected.get("dtype").asText());
        assertThat(source.byteSize()).isEqualTo(expected.get("nbytes").asLong());
        JsonNode shape = expected.get("shape");
        if (shape.isArray()) {
            long[] extents = new long[shape.size()];
            for (int axis = 0; axis < extents.length; axis++) {
                extents[axis] = shape.get(axis).asLong();
            }
            assertThat(source.shape()).isEqualTo(Shape.of(extents));
        } else {
            assertThat(shape.asText()).isEqualTo("all ones");
            assertThat(source.shape().rank()).isEqualTo(expected.get("rank").asInt());
            assertThat(source.shape().elements()).isOne();
        }
        assertThat(sha256(source)).isEqualTo(expected.get("sha256").asText());
    }

    private static void requireMetadata(CorpusCase one, Checkpoint checkpoint) {
        if (one.isSharded() || one.metadata().isEmpty()) {
            return;
        }
        Map<String, String> expected = new LinkedHashMap<>();
        one.metadata()
                .get()
                .properties()
                .forEach(value -> expected.put(value.getKey(), value.getValue().asText()));
        assertThat(checkpoint.metadata()).isEqualTo(expected);
    }

    /** The digest of the tensors as JSON with sorted keys and no spaces. */
    private static String digest(Checkpoint checkpoint) throws IOException {
        Map<String, Object> tensors = new TreeMap<>();
        for (Entry entry : checkpoint.entries().values()) {
            Map<String, Object> tensor = new TreeMap<>();
            tensor.put("dtype", entry.dtype().name());
            tensor.put("shape", entry.shape().toList());
            tensor.put("nbytes", entry.byteSize());
            tensor.put("sha256", sha256(checkpoint.source(entry.name())));
            tensors.put(entry.name(), tensor);
        }
        return hex(sha256().digest(new ObjectMapper().writeValueAsBytes(tensors)));
    }

    private static String sha256(TensorSource source) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(1 << 20, source.byteSize()));
        for (long at = 0; at < source.byteSize(); at += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), source.byteSize() - at));
            source.read(at, MemorySegment.ofBuffer(block));
            digest.update(block.array(), 0, block.limit());
        }
        return hex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Work on a directory that is emptied at once: the big files shall not add up. */
    private interface Work {
        void in(Path scratch) throws IOException;
    }

    private static void withScratch(Work work) throws IOException {
        Path scratch = Files.createTempDirectory("corpus");
        try {
            work.in(scratch);
        } finally {
            try (Stream<Path> left = Files.list(scratch)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }
}
