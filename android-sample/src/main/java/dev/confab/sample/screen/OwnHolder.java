package dev.confab.sample.screen;

import android.content.Context;
import android.content.res.ColorStateList;
import android.graphics.drawable.Drawable;
import android.view.View;
import android.widget.Button;
import android.widget.TextView;
import androidx.core.content.ContextCompat;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.Words;
import org.jspecify.annotations.Nullable;

/** A message of the guest, with the mark of how far it came. */
final class OwnHolder extends BubbleHolder {

    private final MessageActions actions;
    private final TextView meta;
    private final View failed;
    private final Button retry;
    private final Button delete;

    OwnHolder(View view, PartViews parts, MessageActions actions) {
        super(view, parts, actions);
        this.actions = actions;
        meta = view.findViewById(R.id.meta);
        failed = view.findViewById(R.id.actions);
        retry = view.findViewById(R.id.retry);
        delete = view.findViewById(R.id.delete);
    }

    @Override
    void show(Row.Bubble row) {
        Context context = itemView.getContext();
        fill(row);
        String told = told(context, row);
        meta.setText(told);
        boolean isFailed = row.mark() == Row.Mark.FAILED;
        meta.setVisibility(row.last() || row.mark() != Row.Mark.SENT ? View.VISIBLE : View.GONE);
        int colour = MaterialColors.getColor(
                meta,
                isFailed
                        ? com.google.android.material.R.attr.colorError
                        : com.google.android.material.R.attr.colorOnSurfaceVariant);
        meta.setTextColor(colour);
        mark(row.mark(), colour);
        failed.setVisibility(isFailed ? View.VISIBLE : View.GONE);
        retry.setVisibility(row.answerable() ? View.VISIBLE : View.GONE); // else only a new chat helps
        retry.setOnClickListener(view -> actions.retry(row.id()));
        delete.setOnClickListener(view -> actions.discard(row.id()));
        String how = row.mark() == Row.Mark.SENT ? context.getString(R.string.message_sent_at, told) : told;
        speak(row, context.getString(R.string.you), how);
    }

    private static String told(Context context, Row.Bubble row) {
        Long time = row.timeMillis();
        return switch (row.mark()) {
            case SENDING -> context.getString(R.string.message_sending);
            case WAITING -> context.getString(R.string.message_waiting);
            case UNCERTAIN -> context.getString(R.string.message_uncertain);
            case FAILED -> failed(context, row.failure());
            case SENT, NONE -> time == null ? "" : Texts.time(context, time);
        };
    }

    private static String failed(Context context, @Nullable Words why) {
        return why == null
                ? context.getString(R.string.message_failed)
                : context.getString(R.string.message_failed_why, Texts.of(context, why));
    }

    private void mark(Row.Mark mark, int colour) {
        int icon =
                switch (mark) {
                    case SENDING, WAITING, UNCERTAIN -> R.drawable.ic_clock;
                    case FAILED -> R.drawable.ic_error;
                    case SENT, NONE -> R.drawable.ic_check;
                };
        Drawable drawable = ContextCompat.getDrawable(itemView.getContext(), icon);
        if (drawable != null) {
            int size = (int) (meta.getTextSize() * 1.2f);
            drawable = drawable.mutate();
            drawable.setTintList(ColorStateList.valueOf(colour));
            drawable.setBounds(0, 0, size, size);
        }
        meta.setCompoundDrawablesRelative(null, null, drawable, null);
    }
}
