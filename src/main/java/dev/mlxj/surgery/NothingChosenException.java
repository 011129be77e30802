package dev.mlxj.surgery;

import java.util.List;

/** A strict choice has options that choose nothing, or a model lacks names that it must have. */
public final class NothingChosenException extends Exception {
    private final List<String> findings;

    /**
     * One exception for all of them.
     *
     * @param findings one sentence each, at least one
     */
    public NothingChosenException(List<String> findings) {
        super(String.join("\n", findings));
        this.findings = List.copyOf(findings);
    }

    public List<String> findings() {
        return findings;
    }
}
