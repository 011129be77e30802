package dev.mlxj.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A safetensors file of a test, put together by hand: F32 vectors and raw tensors. */
final class TinyModel {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Raw(String dtype, String shape, byte[] bytes) {}

    private final Map<String, Raw> tensors = new LinkedHashMap<>();
    private String metadata = "";

    static TinyModel with(String name, float... values) {
        return new TinyModel().and(name, values);
    }

    TinyModel and(String name, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return raw(name, "F32", "[" + values.length + "]", bytes.array());
    }

    TinyModel raw(String name, String dtype, String shape, byte[] bytes) {
        tensors.put(name, new Raw(dtype, shape, bytes));
        return this;
    }

    /** The free text, as a JSON object. */
    TinyModel metadata(String json) {
        metadata = "\"__metadata__\":" + json + ",";
        return this;
    }

    Path write(Path file) throws IOException {
        StringBuilder header = new StringBuilder("{").append(metadata);
        int end = 0;
        for (Map.Entry<String, Raw> tensor : tensors.entrySet()) {
            Raw raw = tensor.getValue();
            header.append('"').append(tensor.getKey()).append("\":{\"dtype\":\"");
            header.append(raw.dtype()).append("\",\"shape\":").append(raw.shape());
            header.append(",\"data_offsets\":[").append(end).append(',');
            end += raw.bytes().length;
            header.append(end).append("]},");
        }
        header.setLength(header.length() - 1);
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + end).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        tensors.values().forEach(raw -> bytes.put(raw.bytes()));
        return Files.write(file, bytes.array());
    }

    /** The JSON of a file's header, without its padding. */
    static String header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing();
    }
}
