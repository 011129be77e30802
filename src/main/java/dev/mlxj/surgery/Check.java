package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.io.OpenOptions;
import dev.mlxj.models.Architectures;
import dev.mlxj.models.LoadedModel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a model is valid: the headers, the index against them and the files, the total size,
 * stray files; and where its architecture is known, names, shapes and ties against {@code
 * config.json}.
 *
 * @param finite also look for NaN and infinities in every floating tensor
 * @param memory upper bound for buffers, in bytes
 */
public record Check(boolean finite, long memory) {

    /**
     * Checks one model.
     *
     * @return what is wrong with values, a phrase for each tensor; empty if nothing is
     * @throws MalformedCheckpointException if the model is not valid
     * @throws IOException if it cannot be read
     */
    public List<String> run(Path model, OpenOptions options) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(model, options)) {
            checkConfig(checkpoint, options);
            return finite ? TensorCheck.nonFinite(checkpoint, memory) : List.of();
        }
    }

    private void checkConfig(Checkpoint checkpoint, OpenOptions options) throws IOException {
        Optional<LoadedModel> loaded;
        try {
            loaded = Architectures.load(checkpoint);
        } catch (MalformedCheckpointException e) {
            options.warnings().accept(e.getMessage() + "; tensors are not compared with it");
            return;
        }
        if (loaded.isPresent()) {
            checkFit(checkpoint, loaded.get(), options);
        }
    }

    private void checkFit(Checkpoint checkpoint, LoadedModel loaded, OpenOptions options)
            throws IOException {
        String model = Names.escape(checkpoint.path().toString());
        for (String extra : loaded.fit().extraSentences()) {
            options.warnings().accept(model + ": " + extra);
        }
        for (Map.Entry<String, String> tie : loaded.ties().entrySet()) {
            if (!Bytes.equal(
                    checkpoint.source(tie.getKey()), checkpoint.source(tie.getValue()), memory)) {
                options.warnings()
                        .accept(
                                model
                                        + ": config.json ties "
                                        + Names.quote(tie.getKey())
                                        + " to "
                                        + Names.quote(tie.getValue())
                                        + ", but they differ");
            }
        }
        List<String> unfit = new ArrayList<>(loaded.fit().missingSentences());
        unfit.addAll(loaded.fit().misshapenSentences());
        if (!unfit.isEmpty()) {
            String more = unfit.size() == 1 ? "" : " (and " + (unfit.size() - 1) + " more)";
            throw new MalformedCheckpointException(
                    checkpoint.path(),
                    MalformedCheckpointException.NOWHERE,
                    "it does not fit config.json: " + unfit.getFirst() + more,
                    "`mlxj verify` lists all of them");
        }
    }
}
