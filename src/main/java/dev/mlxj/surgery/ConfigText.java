package dev.mlxj.surgery;

import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** {@code config.json} of a model, brought in line with what was done to its weights. */
final class ConfigText {
    private static final String TORCH = "torch.";

    private ConfigText() {}

    /**
     * The text with every {@code torch_dtype} and {@code dtype} naming {@code dtype}: those of the
     * whole model and of its parts ({@code text_config}, {@code vision_config}, ..). All else stays
     * as it was, and so does a text that is no JSON object.
     */
    static byte[] withDType(byte[] text, DType dtype) {
        String name = torchName(dtype);
        if (name == null) {
            return text;
        }
        try {
            JsonText config = new JsonText(text);
            List<JsonText.Member> members = config.members();
            // From the back, so that the offsets of what comes before stay true.
            for (JsonText.Member member : members.reversed()) {
                if (member.isObject()
                        && member.name().endsWith("_config")
                        && !member.name().startsWith("quantization")) {
                    for (JsonText.Member part : config.members(member).reversed()) {
                        config = named(config, part, name);
                    }
                } else {
                    config = named(config, member, name);
                }
            }
            return config.bytes();
        } catch (IOException e) {
            return text;
        }
    }

    private static JsonText named(JsonText config, JsonText.Member member, String name) {
        boolean isDType = member.name().equals("torch_dtype") || member.name().equals("dtype");
        if (!isDType || !member.isString()) {
            return config;
        }
        String old = config.text(member);
        return config.with(
                member, JsonText.quote(old.startsWith('"' + TORCH) ? TORCH + name : name));
    }

    /** What PyTorch calls a dtype that the weights of a model may have as a whole. */
    private static @Nullable String torchName(DType dtype) {
        return switch (dtype) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F8_E4M3 -> "float8_e4m3fn";
            case F8_E5M2 -> "float8_e5m2";
            case F8_E4M3FNUZ -> "float8_e4m3fnuz";
            case F8_E5M2FNUZ -> "float8_e5m2fnuz";
            case F8_E8M0, F6_E2M3, F6_E3M2, F4 -> null;
            case BOOL, U8, I8, U16, I16, U32, I32, U64, I64, C64 -> null;
        };
    }
}
