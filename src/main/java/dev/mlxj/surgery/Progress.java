package dev.mlxj.surgery;

/** Told how far the work is. Called by several threads at once. */
public interface Progress {
    /** Nobody looks. */
    Progress NONE =
            new Progress() {
                @Override
                public void begin(String phase, long bytes) {}

                @Override
                public void advance(long bytes) {}
            };

    /**
     * A piece of work begins.
     *
     * @param phase what is done, one word: {@code writing}
     * @param bytes how many in all
     */
    void begin(String phase, long bytes);

    /** So many more bytes are done. */
    void advance(long bytes);
}
