package dev.mlxj.array.kernel;

/**
 * Finds the scale of a group of elements, and their codes. Has the state of one group: {@link #fit}
 * first, then the others. For one thread.
 */
interface GroupCoder {
    /** Looks at the group that begins at {@code x[at]}. */
    void fit(float[] x, int at);

    /** The codes of the group that was looked at. */
    void encode(float[] x, int at, int[] codes, int to);

    /** The scale as a number in affine mode, and else the code that is stored for it. */
    float scale();

    /** What code 0 stands for; 0 in modes without biases. */
    float bias();
}
