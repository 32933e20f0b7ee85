package dev.confab.sample.screen;

import android.content.Context;
import android.view.View;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;

/** A message of the other side. */
final class AgentHolder extends MessageAdapter.Holder<Row.Bubble> {

    private final PartViews parts;
    private final ImageView avatar;
    private final TextView name;
    private final LinearLayout content;
    private final TextView meta;

    AgentHolder(View view, PartViews parts) {
        super(view, Row.Bubble.class);
        this.parts = parts;
        avatar = view.findViewById(R.id.avatar);
        name = view.findViewById(R.id.name);
        content = view.findViewById(R.id.content);
        meta = view.findViewById(R.id.meta);
    }

    @Override
    void show(Row.Bubble row) {
        Context context = itemView.getContext();
        String author = Texts.name(context, row.author());
        Long time = row.timeMillis();
        String clock = time == null ? "" : Texts.time(context, time);
        parts.fill(content, row);
        name.setText(author);
        name.setVisibility(row.named() ? View.VISIBLE : View.GONE);
        meta.setText(clock);
        meta.setVisibility(row.last() ? View.VISIBLE : View.GONE);
        avatar.setImageDrawable(row.last() ? new AvatarDrawable(context, row.author()) : null);
        int gap = (int) ((row.first() ? 6 : 2) * context.getResources().getDisplayMetrics().density);
        itemView.setPaddingRelative(itemView.getPaddingStart(), gap, itemView.getPaddingEnd(), 0);
        if (content.getChildCount() > 0 && content.getChildAt(0) instanceof TextView words) {
            words.setContentDescription(context.getString(R.string.message_spoken, author, row.text(), clock));
        }
    }
}
