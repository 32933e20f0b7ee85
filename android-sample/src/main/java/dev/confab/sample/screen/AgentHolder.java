package dev.confab.sample.screen;

import android.content.Context;
import android.view.View;
import android.widget.ImageView;
import android.widget.TextView;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;

/** A message of the other side. */
final class AgentHolder extends BubbleHolder {

    private final ImageView avatar;
    private final TextView name;
    private final TextView meta;

    AgentHolder(View view, PartViews parts, MessageActions actions) {
        super(view, parts, actions);
        avatar = view.findViewById(R.id.avatar);
        name = view.findViewById(R.id.name);
        meta = view.findViewById(R.id.meta);
    }

    @Override
    void show(Row.Bubble row) {
        Context context = itemView.getContext();
        String author = Texts.name(context, row.author());
        Long time = row.timeMillis();
        String clock = time == null ? "" : Texts.time(context, time);
        fill(row);
        name.setText(author);
        name.setVisibility(row.named() ? View.VISIBLE : View.GONE);
        meta.setText(clock);
        meta.setVisibility(row.last() ? View.VISIBLE : View.GONE);
        avatar.setImageDrawable(row.last() ? new AvatarDrawable(context, row.author()) : null);
        speak(row, author, clock);
    }
}
