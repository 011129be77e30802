package dev.mlxj.surgery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a verification came to.
 *
 * @param architecture the one that was computed; empty where only tensors were compared
 * @param notes what was done, and what could not be done, in whole sentences
 * @param outputs each output of a forward pass by name, in the order of the computation
 * @param layers the states between layers in their order, where they were asked for
 * @param perplexity of the texts, or beside a reference of the input; empty if the model does not
 *     predict tokens, or nothing was asked
 * @param referencePerplexity the reference's, on the same
 * @param findings what is wrong, a sentence each; none if all is well
 */
public record Verification(
        Optional<String> architecture,
        List<String> notes,
        SequencedMap<String, Output> outputs,
        List<LayerError> layers,
        Optional<Perplexity> perplexity,
        Optional<Perplexity> referencePerplexity,
        List<String> findings) {

    /**
     * An output of the model.
     *
     * @param comparison with the reference or the expected values; empty where there are none
     */
    public record Output(Optional<OutputComparison> comparison, boolean passed) {}

    public Verification {
        notes = List.copyOf(notes);
        outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
        layers = List.copyOf(layers);
        findings = List.copyOf(findings);
    }

    /** Where tensors alone were compared. */
    public static Verification ofTensors(List<String> notes, List<String> findings) {
        return new Verification(
                Optional.empty(),
                notes,
                new LinkedHashMap<>(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                findings);
    }

    public boolean passed() {
        return findings.isEmpty();
    }
}
