package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.models.Architectures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a finished model that has not its name yet, where its {@code config.json} names an
 * architecture that is known and the source could be run as well.
 */
final class ForwardCheck {
    private ForwardCheck() {}

    /**
     * Runs it.
     *
     * @param result a directory with the whole model
     * @param memory upper bound for buffers, in bytes
     * @param notes told why nothing was run, where that needs saying
     * @return what is wrong
     */
    static List<String> of(Checkpoint source, Path result, long memory, Consumer<String> notes)
            throws IOException {
        try {
            if (Architectures.load(source).isEmpty()) {
                return List.of();
            }
        } catch (IOException | IllegalArgumentException e) {
            notes.accept(
                    "no forward pass, since the model cannot be run as it is: " + e.getMessage());
            return List.of();
        }
        try (Checkpoint written = Checkpoint.open(result)) {
            return Architectures.config(written).isEmpty()
                    ? List.of()
                    : Verify.of(written, VerifyOptions.of(memory)).findings();
        } catch (IOException | IllegalArgumentException e) {
            return List.of("the result cannot be run: " + e.getMessage());
        }
    }
}
