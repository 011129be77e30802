package dev.mlxj.nn.lora;

/**
 * The size of an adapter.
 *
 * @param rank columns of {@code lora_a} and rows of {@code lora_b}
 * @param scale by which their product is multiplied
 * @param dropout probability with which an input of the adapter is dropped in training
 */
public record LoRAOptions(int rank, double scale, double dropout) {
    /** Rank 8, scale 20, no dropout: what mlx-lm takes by default. */
    public static final LoRAOptions DEFAULT = new LoRAOptions(8, 20, 0);

    public LoRAOptions {
        if (rank < 1) {
            throw new IllegalArgumentException("LoRA: the rank must be positive, got " + rank);
        }
    }
}
