package dev.mlxj.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The corpus of good and bad files: {@code testdata/corpus}, or the folder that the system property
 * {@code mlxj.corpus} names. Its README says how it is laid out.
 */
public final class Corpus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Corpus() {}

    /** The folder, seen from the top of the project or from one of its modules. */
    public static Path folder() {
        Path folder = Path.of(System.getProperty("mlxj.corpus", "testdata/corpus"));
        return Files.isDirectory(folder) ? folder : Path.of("..").resolve(folder);
    }

    /** The cases of {@code expected.json}; none where the folder has no such file. */
    static List<CorpusCase> cases() throws IOException {
        Path expected = folder().resolve("expected.json");
        List<CorpusCase> cases = new ArrayList<>();
        if (Files.exists(expected)) {
            for (JsonNode node : JSON.readTree(expected.toFile()).get("cases")) {
                cases.add(new CorpusCase(node));
            }
        }
        return cases;
    }
}
