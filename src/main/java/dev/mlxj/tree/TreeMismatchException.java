package dev.mlxj.tree;

/** Two trees that should fit each other do not. */
public class TreeMismatchException extends IllegalArgumentException {
    private final String path;

    /**
     * A misfit.
     *
     * @param path where: the place in both trees, {@code ""} for the root
     * @param problem what does not fit, as a whole message that names the path
     */
    public TreeMismatchException(String path, String problem) {
        super(problem);
        this.path = path;
    }

    /** The place that does not fit; {@code ""} is the root. */
    public String path() {
        return path;
    }
}
