package dev.mlxj.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the arrays of a golden folder: a safetensors file that is known to be sound. It does not go
 * through {@code io}, so that a fault of the reader cannot hide one of the arithmetic.
 */
final class GoldenTensors {
    private static final ValueLayout.OfLong U64_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private GoldenTensors() {}

    /** The tensors of the file by name. */
    static Map<String, Tensor> read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        MemorySegment bytes = MemorySegment.ofArray(all);
        int header = Math.toIntExact(bytes.get(U64_LE, 0));
        JsonNode entries =
                new ObjectMapper().readTree(new String(all, 8, header, StandardCharsets.UTF_8));
        MemorySegment data = bytes.asSlice(8L + header);
        Map<String, Tensor> tensors = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(entry.getValue(), data));
            }
        }
        return tensors;
    }

    private static Tensor tensor(JsonNode entry, MemorySegment data) {
        long[] extents = new long[entry.path("shape").size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = entry.path("shape").path(axis).asLong();
        }
        long begin = entry.path("data_offsets").path(0).asLong();
        long end = entry.path("data_offsets").path(1).asLong();
        return new Tensor(
                DType.named(entry.path("dtype").asText()).orElseThrow(),
                Shape.of(extents),
                data.asSlice(begin, end - begin));
    }
}
