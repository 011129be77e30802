package dev.mlxj.nn;

/** A module, list or map holds itself, so that its tree would have no end. */
public final class ModuleCycleException extends IllegalStateException {
    /**
     * A cycle.
     *
     * @param path where the traversal came back to what it was inside of
     */
    public ModuleCycleException(String path) {
        super("the module holds itself at '%s'".formatted(path));
    }
}
