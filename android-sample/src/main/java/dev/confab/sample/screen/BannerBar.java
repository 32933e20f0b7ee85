package dev.confab.sample.screen;

import android.content.res.ColorStateList;
import android.view.View;
import android.widget.Button;
import android.widget.ImageView;
import android.widget.ProgressBar;
import android.widget.TextView;
import androidx.core.content.ContextCompat;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;
import dev.confab.sample.chat.Banner;
import dev.confab.sample.chat.Phrase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is said above the messages. */
final class BannerBar {

    private final View bar;
    private final ImageView icon;
    private final ProgressBar busy;
    private final TextView text;
    private final Button button;
    private final Consumer<Banner.Action> act;
    private @Nullable Phrase said;

    BannerBar(View root, Consumer<Banner.Action> act) {
        bar = root.findViewById(R.id.banner);
        icon = root.findViewById(R.id.banner_icon);
        busy = root.findViewById(R.id.banner_busy);
        text = root.findViewById(R.id.banner_text);
        button = root.findViewById(R.id.banner_action);
        this.act = act;
    }

    void show(@Nullable Banner banner) {
        bar.setVisibility(banner == null ? View.GONE : View.VISIBLE);
        if (banner == null) {
            said = null;
            return;
        }
        String words = Texts.of(bar.getContext(), banner.words());
        text.setText(words);
        if (said != banner.words().phrase()) {
            said = banner.words().phrase();
            bar.announceForAccessibility(words); // once: nobody wants to hear a countdown
        }
        paint(banner.tone());
        busy.setVisibility(banner.busy() ? View.VISIBLE : View.GONE);
        icon.setVisibility(banner.busy() ? View.GONE : View.VISIBLE);
        icon.setImageResource(
                switch (banner.tone()) {
                    case QUIET -> R.drawable.ic_check;
                    case WARNING -> R.drawable.ic_cloud_off;
                    case FAILURE -> R.drawable.ic_error;
                });
        Banner.Action action = banner.action();
        button.setVisibility(action == null ? View.GONE : View.VISIBLE);
        if (action != null) {
            button.setText(
                    switch (action) {
                        case TRY_NOW -> R.string.action_try_now;
                        case CONNECT -> R.string.action_connect;
                        case NEW_CHAT -> R.string.action_new_chat;
                        case SETTINGS -> R.string.action_settings;
                    });
            button.setOnClickListener(view -> act.accept(action));
        }
    }

    private void paint(Banner.Tone tone) {
        int back =
                switch (tone) {
                    case QUIET -> attribute(com.google.android.material.R.attr.colorSecondaryContainer);
                    case WARNING -> ContextCompat.getColor(bar.getContext(), R.color.warning_container);
                    case FAILURE -> attribute(com.google.android.material.R.attr.colorErrorContainer);
                };
        int front =
                switch (tone) {
                    case QUIET -> attribute(com.google.android.material.R.attr.colorOnSecondaryContainer);
                    case WARNING -> ContextCompat.getColor(bar.getContext(), R.color.on_warning_container);
                    case FAILURE -> attribute(com.google.android.material.R.attr.colorOnErrorContainer);
                };
        ColorStateList tint = ColorStateList.valueOf(front);
        bar.setBackgroundColor(back);
        text.setTextColor(front);
        button.setTextColor(front);
        icon.setImageTintList(tint);
        busy.setIndeterminateTintList(tint);
    }

    private int attribute(int name) {
        return MaterialColors.getColor(bar, name);
    }
}
