package dev.confab.client.messaging;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The content of a data set that is made of a value: once for each value, so that what has not changed stays the same content. */
final class Converted<V, T> implements Supplier<Content<T>> {

    private final Supplier<@Nullable V> value;
    private final Function<V, Content<T>> conversion;
    private volatile @Nullable Made<V, T> made;

    Converted(Supplier<@Nullable V> value, Function<V, Content<T>> conversion) {
        this.value = value;
        this.conversion = conversion;
    }

    @Override
    public Content<T> get() {
        V now = value.get();
        if (now == null) {
            return Content.empty();
        }
        Made<V, T> last = made;
        if (last == null || !last.of.equals(now)) {
            last = new Made<>(now, conversion.apply(now));
            made = last;
        }
        return last.content;
    }

    private static final class Made<V, T> {
        private final V of;
        private final Content<T> content;

        private Made(V of, Content<T> content) {
            this.of = of;
            this.content = content;
        }
    }
}
