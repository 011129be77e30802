package dev.mlxj.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Copies of the models in {@code testdata} for a test to break. */
final class Models {
    static final Path BERT = Documents.TESTDATA.resolve("models/bert");
    static final Path BERT_MLM = Documents.TESTDATA.resolve("models/bert_mlm");

    private Models() {}

    /** A copy of a model's directory in {@code folder}, under its own name. */
    static Path copy(Path model, Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(model.getFileName()));
        for (String name : new String[] {"config.json", "model.safetensors"}) {
            Files.copy(
                    model.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Changes the text of a model's config. */
    static void editConfig(Path model, UnaryOperator<String> edit) throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(config, edit.apply(Files.readString(config)));
    }

    /** Changes the text of a header; the length field follows. */
    static void editHeader(Path weights, UnaryOperator<String> edit) throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) file.getLong()];
        file.get(header);
        byte[] edited =
                edit.apply(new String(header, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(8 + edited.length + file.remaining())
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(edited.length).put(edited).put(file);
        Files.write(weights, out.array());
    }

    /** Overwrites the first F32 of a tensor. */
    static void setFirst(Path weights, String tensor, float value) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) file.getLong(0);
        String text = new String(bytes, 8, header, StandardCharsets.UTF_8);
        int at = text.indexOf("data_offsets\":[", text.indexOf('"' + tensor + '"')) + 15;
        int offset = Integer.parseInt(text.substring(at, text.indexOf(',', at)));
        file.putFloat(8 + header + offset, value);
        Files.write(weights, bytes);
    }

    /** The names of the files in a directory. */
    static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
