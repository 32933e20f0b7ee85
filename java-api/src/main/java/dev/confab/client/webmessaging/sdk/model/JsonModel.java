package dev.confab.client.webmessaging.sdk.model;

import dev.confab.transport.jvm.JsonValues;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object of the Web Messaging schema, which the subclasses give names and types. */
public abstract class JsonModel {

    /** What the object holds, also what no getter shows; the nested models stand on the nested maps. */
    final Map<String, @Nullable Object> json;

    JsonModel(Map<String, @Nullable Object> json) {
        this.json = json;
    }

    /**
     * Reads a model from JSON. Unknown fields are kept, missing ones read as null.
     *
     * @param text a JSON object
     * @param type one of the classes of this package
     * @param <T> the model
     * @return the model
     * @throws MessagingException when the text is no JSON object, is nested deeper than 64 levels or longer than 1 MiB
     * @throws IllegalArgumentException when the type is no model
     */
    public static <T> T read(String text, Class<T> type) {
        Objects.requireNonNull(text, "text");
        Function<Map<String, @Nullable Object>, ? extends JsonModel> maker =
                Models.maker(Objects.requireNonNull(type, "type"));
        if (maker == null) {
            throw new IllegalArgumentException(type.getName() + " is no model: give a class of the package "
                    + JsonModel.class.getPackage().getName() + ".");
        }
        Map<String, @Nullable Object> json = JsonValues.parseObject(text);
        if (json == null) {
            throw new MessagingException(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "A text of " + text.length() + " characters is not read as " + type.getSimpleName()
                            + ": it is no JSON object, or exceeds 1 MiB or 64 levels.");
        }
        return type.cast(maker.apply(json));
    }

    /**
     * Reads the nested object of a model as another one, as the body of a {@link BaseMessage}.
     *
     * @param value a value that {@link BaseMessage#getBody} gave
     * @param type one of the classes of this package
     * @param <T> the model
     * @return the model, which shares its values with the object; null when the value is no object
     */
    public static <T extends JsonModel> @Nullable T of(@Nullable Object value, Class<T> type) {
        Map<String, @Nullable Object> json = Json.asObject(value);
        Function<Map<String, @Nullable Object>, ? extends JsonModel> maker = Models.maker(type);
        return json == null || maker == null ? null : type.cast(maker.apply(json));
    }

    /**
     * Makes a copy that shares nothing with this.
     *
     * @return an object of the same class
     */
    public final JsonModel copy() {
        Function<Map<String, @Nullable Object>, ? extends JsonModel> maker =
                Objects.requireNonNull(Models.maker(getClass()));
        return maker.apply(Json.copyOf(json));
    }

    /**
     * Writes everything that this holds; it may be a secret.
     *
     * @return a JSON object
     */
    public final String toJson() {
        return JsonValues.write(json);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // Every class below this one is final.
    public final boolean equals(@Nullable Object other) {
        return other instanceof JsonModel && other.getClass() == getClass() && ((JsonModel) other).json.equals(json);
    }

    @Override
    public final int hashCode() {
        return json.hashCode();
    }

    /** The names of the fields and none of the values, which may be secrets or of a person: those are in {@link #toJson}. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + new LinkedHashMap<>(json).keySet();
    }
}
