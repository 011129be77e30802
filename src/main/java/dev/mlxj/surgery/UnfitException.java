package dev.mlxj.surgery;

import dev.mlxj.io.Names;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * Tensors cannot become what is asked of them: a patch of another shape or dtype, values that the
 * dtype cannot hold, numbers without an agreed packing. Exit code 3.
 */
public final class UnfitException extends IOException {
    private final @Nullable String remedy;

    /**
     * @param findings one sentence each, at least one
     * @param remedy what to do about it, where there is a way out
     */
    public UnfitException(List<String> findings, @Nullable String remedy) {
        super(String.join("\n", findings));
        this.remedy = remedy;
    }

    static String changedValues(String name, Content.Converted converted, long changed) {
        return "%s: %d values of %s would be others in %s"
                .formatted(
                        Names.quote(name), changed, converted.source().dtype(), converted.dtype());
    }

    public @Nullable String remedy() {
        return remedy;
    }
}
