package dev.mlxj.surgery;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a result in which numbers became infinite, did not fit an integer dtype, or were
 * NaN and are numbers now.
 */
public enum LossPolicy {
    /** It takes its name all the same. */
    ACCEPT(null),
    /** It is refused, and a user may ask for it. */
    REFUSE_UNLESS_ALLOWED("`--allow-lossy` writes it all the same"),
    /** It is refused. */
    REFUSE("`--from-dtype patch` takes the patch's dtype");

    private final @Nullable String remedy;

    LossPolicy(@Nullable String remedy) {
        this.remedy = remedy;
    }

    /** What a user can do about a refusal. */
    @Nullable String remedy() {
        return remedy;
    }
}
