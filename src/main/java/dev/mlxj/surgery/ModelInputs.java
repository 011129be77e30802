package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a model is run on: tensors from a file, or token ids from text. */
public final class ModelInputs {
    /** A text of ids that is bigger is no test input. */
    private static final long LARGEST_TEXT = 64 << 20;

    private ModelInputs() {}

    /** Every tensor of a safetensors file, by its name. */
    public static SequencedMap<String, Array> read(Path file) throws IOException {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        try (Checkpoint tensors = Checkpoint.open(file)) {
            for (String name : tensors.entries().keySet()) {
                TensorSource source = tensors.source(name);
                Tensor copy = Memory.allocate(source.dtype(), source.shape());
                source.read(0, copy.bytes());
                inputs.put(name, Array.of(copy));
            }
        }
        return inputs;
    }

    /**
     * Token ids: a safetensors file as {@link #read}, or a text of numbers, a sequence a line.
     * Shorter lines are filled up with 0 at the end, where {@code attention_mask} is 0.
     *
     * @throws MalformedCheckpointException if it is neither
     */
    public static SequencedMap<String, Array> readTokens(Path file) throws IOException {
        if (file.toString().endsWith(".safetensors")) {
            return read(file);
        }
        List<long[]> rows = new ArrayList<>();
        int longest = 0;
        for (String line : lines(file)) {
            if (!line.isBlank()) {
                long[] row = ids(file, line, rows.size() + 1);
                longest = Math.max(longest, row.length);
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw malformed(file, "there are no token ids in it");
        }
        return padded(rows, longest);
    }

    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > LARGEST_TEXT) {
            throw malformed(file, "it has " + Files.size(file) + " bytes, more than a text of ids");
        }
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException _) {
            throw malformed(file, "it is not a text of token ids");
        }
    }

    private static long[] ids(Path file, String line, int number) throws IOException {
        String[] words = line.strip().split("\\s+", -1);
        long[] ids = new long[words.length];
        for (int i = 0; i < ids.length; i++) {
            try {
                ids[i] = Long.parseLong(words[i]);
            } catch (NumberFormatException _) {
                throw malformed(
                        file,
                        "sequence " + number + ": " + Names.quote(words[i]) + " is no token id");
            }
        }
        return ids;
    }

    private static SequencedMap<String, Array> padded(List<long[]> rows, int longest) {
        long[] ids = new long[Math.multiplyExact(rows.size(), longest)];
        long[] mask = new long[ids.length];
        boolean ragged = false;
        for (int row = 0; row < rows.size(); row++) {
            long[] tokens = rows.get(row);
            ragged |= tokens.length < longest;
            System.arraycopy(tokens, 0, ids, row * longest, tokens.length);
            Arrays.fill(mask, row * longest, row * longest + tokens.length, 1);
        }
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Array.of(ids).reshape(rows.size(), longest));
        if (ragged) {
            inputs.put("attention_mask", Array.of(mask).reshape(rows.size(), longest));
        }
        return inputs;
    }

    private static MalformedCheckpointException malformed(Path file, String problem) {
        return new MalformedCheckpointException(
                file, MalformedCheckpointException.NOWHERE, problem, null);
    }
}
