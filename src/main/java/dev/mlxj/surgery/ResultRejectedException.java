package dev.mlxj.surgery;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A result was complete, and its values are not such that it may take its name: exit code 1. */
public final class ResultRejectedException extends Exception {
    private final List<String> findings;
    private final @Nullable String remedy;

    /**
     * @param findings one sentence each, at least one
     * @param remedy what to do about it, where there is a way out
     */
    public ResultRejectedException(List<String> findings, @Nullable String remedy) {
        super(String.join("\n", findings));
        this.findings = List.copyOf(findings);
        this.remedy = remedy;
    }

    public List<String> findings() {
        return findings;
    }

    public @Nullable String remedy() {
        return remedy;
    }
}
