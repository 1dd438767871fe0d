namespace ModelLab.Cli.Help;

// The texts from the middle of the alphabet on.
internal static partial class HelpCatalog
{
    private static Dictionary<string, string> SecondHalf =>
        new(StringComparer.Ordinal)
        {
            ["Providers whose <NAME>_BM_JUDGE_MODELS are taken"] = "Провайдеры, чьи <NAME>_BM_JUDGE_MODELS берутся",
            ["Providers whose <NAME>_GEN_MODELS are taken"] = "Провайдеры, чьи <NAME>_GEN_MODELS берутся",
            ["Providers whose <NAME>_JUDGE_MODELS are taken"] = "Провайдеры, чьи <NAME>_JUDGE_MODELS берутся",
            ["Questions of the data set (synthetic) or past questions (real)"] = "Вопросы датасета (synthetic) или прошлые вопросы (real)",
            ["Rank a role by another metric, such as tier_2.avg_faithfulness; once a role [tier 3, else tier 2; consistency; F1]"] =
                "Расставить роль по другой метрике, например tier_2.avg_faithfulness; раз на роль [tier 3, иначе tier 2; согласованность; F1]",
            ["Ranks at which metrics are cut, separated by commas [1,3,5,10]"] =
                "На каких местах обрезать метрики, через запятую [1,3,5,10]",
            ["Raters against each other: accuracy, F1, MCC, κ, α, AC₁, correlations"] =
                "Разметчики друг против друга: точность, F1, MCC, κ, α, AC₁, корреляции",
            ["Remove what the file holds first"] = "Сначала убрать то, что есть в файле",
            ["Rows shown below the aggregates; --json has all"] = "Сколько строк показать под итогами; с --json все",
            ["Run the whole sweep on the sample data with all built-in baselines"] =
                "Прогнать всё сравнение на примере со всеми встроенными моделями",
            ["Say what a data set holds, and what in it is odd"] = "Сказать, что есть в датасете и что в нём странно",
            ["Say what configured models cost, and how to add what is missing"] =
                "Сказать, сколько стоят настроенные модели и как дописать недостающее",
            ["Say what is known of providers and models, and where it comes from"] =
                "Сказать, что известно о провайдерах и моделях и откуда",
            ["Say what the base holds, how much of it has embeddings, and what is there twice"] =
                "Сказать, что есть в базе, у какой части есть эмбеддинги и что есть дважды",
            ["Say what the journal holds, by model"] = "Сказать, что есть в журнале, по моделям",
            ["Say what there is, and how it is called"] = "Сказать, что есть и как это вызвать",
            ["Say what would be called, what it would cost and what is known already; call nothing"] =
                "Сказать, что было бы вызвано, сколько бы стоило и что уже известно; ничего не вызывать",
            ["Say which version this is"] = "Сказать, какая это версия",
            ["Score only, or evidence, then score"] = "Только оценка или сначала доводы, потом оценка",
            ["Score outputs that were made elsewhere; no model is called"] =
                "Оценить ответы, сделанные в другом месте; модели не вызываются",
            ["Scores this much worse than the leader's are good enough, on the 1–5 scale"] =
                "Отставание от лидера, с которым модель ещё хороша, по шкале 1–5",
            ["Search the past questions, not the chunks"] = "Искать среди прошлых вопросов, а не чанков",
            ["Seconds that an endpoint may take"] = "Сколько секунд ждать эндпоинт",
            ["Seconds that one attempt may take"] = "Сколько секунд может длиться одна попытка",
            ["Seconds to wait, before the run, for a local model that is being loaded"] =
                "Сколько секунд ждать перед запуском, пока загрузится локальная модель",
            ["Seed of everything random"] = "Число, от которого зависит всё случайное",
            ["Seed of the bootstrap of nDCG's intervals"] = "Число, от которого зависит бутстрэп интервалов nDCG",
            ["Show runs as pages in the browser"] = "Показать запуски страницами в браузере",
            ["Show the first items of a data set"] = "Показать первые вопросы датасета",
            ["Smoothing of BLEU, by sacreBLEU's names"] = "Сглаживание BLEU, под именами sacreBLEU",
            ["So many of the questions that separate the models most are shown with all answers"] =
                "Сколько вопросов, лучше всего различающих модели, показать со всеми ответами",
            ["Stream replies, to learn the time to the first token"] = "Читать ответы потоком, чтобы узнать время до первого токена",
            ["Tag a run, for 'runs list --tag'"] = "Пометить запуск, для runs list --tag",
            ["Take over the runs of another registry; NaN becomes null"] = "Забрать запуски другого реестра; NaN становится null",
            ["Take these tags away"] = "Убрать эти метки",
            ["Temperature of generators [0.7]"] = "Температура моделей генерации [0.7]",
            ["Temperature of judges [0]"] = "Температура судей [0]",
            ["Texts a call"] = "Сколько текстов за вызов",
            ["Texts against references: ROUGE, BLEU, chrF, token F1, exact match, n-gram overlap"] =
                "Тексты против эталонов: ROUGE, BLEU, chrF, F1 по словам, точное совпадение, общие n-граммы",
            ["The HTML file to write; one that is there is replaced [rag_benchmark_ID.html beside the run's files]"] =
                "Куда записать HTML; имеющийся файл заменяется [rag_benchmark_ID.html рядом с файлами запуска]",
            ["The IP address to listen at; others than this machine's own need --token"] =
                "По какому IP-адресу слушать; для чужих машин нужен --token",
            ["The base that the rows' chunks and pages are in [one is made of the contexts in the file]"] =
                "База, в которой лежат чанки и страницы строк [делается из контекстов файла]",
            ["The cosine above which a past question is taken for the same"] = "Косинус, выше которого прошлый вопрос считается тем же",
            ["The data set [newest benchmarks/data/dataset_*.json]"] = "Датасет [новейший benchmarks/data/dataset_*.json]",
            ["The data set of --mode manual [--dataset]"] = "Датасет для --mode manual [--dataset]",
            ["The embedder [EMBEDDING_MODEL_PATH, else builtin:lexical]"] = "Эмбеддер [EMBEDDING_MODEL_PATH, иначе builtin:lexical]",
            ["The file to make or to add to, for example benchmarks/data/help_desk.db"] =
                "Файл, который создать или дополнить, например benchmarks/data/help_desk.db",
            ["The file to write [FILE with the format's ending]"] = "Файл, который записать [FILE с расширением формата]",
            ["The file: CSV, TSV, XLSX, JSON, JSON Lines, YAML"] = "Файл: CSV, TSV, XLSX, JSON, JSON Lines, YAML",
            ["The format to write"] = "В каком формате записать",
            [
                "The knowledge base: a file made by 'kb import', a .jsonl file of chunks, or postgres://USER:PASSWORD@HOST:PORT/DB (postgres:// alone takes POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)"
            ] =
                "База знаний: файл от kb import, .jsonl с чанками или postgres://USER:PASSWORD@HOST:PORT/DB (одно postgres:// берёт POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)",
            ["The label that these are about [1 of 1/0, true, yes, да]"] = "Метка, о которой они говорят [1 из 1/0, true, yes, да]",
            ["The labelled data set [newest benchmarks/data/dataset_judge_pipeline_*.json]"] =
                "Размеченный набор [новейший benchmarks/data/dataset_judge_pipeline_*.json]",
            ["The language of questions and prompts: ru or en [found out from the questions]"] =
                "Язык вопросов и промптов: ru или en [узнаётся по вопросам]",
            ["The most calls under way at one endpoint"] = "Сколько вызовов одновременно идёт к одному эндпоинту, не больше",
            ["The most output tokens of generators [200]"] = "Сколько токенов в ответе модели генерации, не больше [200]",
            ["The most output tokens of judges [800]"] = "Сколько токенов в ответе судьи, не больше [800]",
            ["The most questions taken from the data set [all]"] = "Сколько вопросов взять из датасета, не больше [все]",
            ["The most this command may spend, in the currency of the prices [no cap]"] =
                "Сколько эта команда может потратить, в валюте цен [без предела]",
            ["The port; 0 for any that is free"] = "Порт; 0 — любой свободный",
            ["The prices [benchmarks/pricing.json]"] = "Цены [benchmarks/pricing.json]",
            ["The rater that is right, for precision, recall and F1 [the first]"] =
                "Разметчик, который прав, для precision, recall и F1 [первый]",
            ["The raters' columns, separated by commas [all but id]"] = "Столбцы разметчиков через запятую [все, кроме id]",
            ["The role whose variables bare names use"] = "Роль, чьи переменные берут имена без провайдера",
            ["The same for F1, shares and cosines"] = "То же для F1, долей и косинусов",
            ["The sheet of a workbook [the first]"] = "Лист книги [первый]",
            ["The tables of a finished run again, as it showed them"] = "Таблицы завершённого запуска ещё раз, какими он их показал",
            ["The values that a good system reaches [benchmarks/baselines.json, else the built-in ones]"] =
                "Значения, которых достигает хорошая система [benchmarks/baselines.json, иначе встроенные]",
            ["Tokens of BLEU, by sacreBLEU's names"] = "Токены BLEU, под именами sacreBLEU",
            ["Topics to look for"] = "Сколько тем искать",
            ["Variable with the endpoint of bare benchmark judges"] = "Переменная с эндпоинтом судей бенчмарка без провайдера",
            ["Variable with the endpoint of bare generation models"] = "Переменная с эндпоинтом моделей генерации без провайдера",
            ["Variable with the key of bare benchmark judges"] = "Переменная с ключом судей бенчмарка без провайдера",
            ["Variable with the key of bare generation models"] = "Переменная с ключом моделей генерации без провайдера",
            ["Variable with the key of bare production judges"] = "Переменная с ключом продакшн-судей без провайдера",
            ["What a column holds, such as question=Вопрос; may be repeated [told by their names]"] =
                "Что в столбце, например question=Вопрос; можно повторять [узнаётся по именам]",
            ["What a reader must give as ?token=… to get in, at least 16 characters"] =
                "Что читатель должен дать как ?token=…, чтобы войти; не меньше 16 знаков",
            ["What is logged to standard error"] = "Что писать в поток ошибок",
            ["What it is called; nothing takes the name away"] = "Как он называется; без имени имя снимается",
            ["What its rows are [questions; labels by their columns]"] = "Что в его строках [вопросы; метки узнаются по столбцам]",
            ["What judges score in tier 2: faithfulness, answer_relevance, answer_correctness [all three]"] =
                "Что оценивают судьи в tier 2: faithfulness, answer_relevance, answer_correctness [все три]",
            ["What to look for"] = "Что искать",
            ["What to remember; nothing takes the note away"] = "Что запомнить; без текста заметка снимается",
            ["What users ask about, and how well the chunks cover it, the weakest topic first"] =
                "О чём спрашивают пользователи и насколько чанки это покрывают; самая слабая тема первой",
            ["When, on what, which models, what came out, what it cost"] = "Когда, на чём, какие модели, что вышло и сколько стоило",
            ["Where a .jsonl file is indexed to"] = "Куда класть индекс файла .jsonl",
            ["Where results go"] = "Куда идут результаты",
            ["Where results would go"] = "Куда пошли бы результаты",
            ["Where the data set and the knowledge base go"] = "Куда идут датасет и база знаний",
            ["Where the files go"] = "Куда идут файлы",
            ["Where the journal is"] = "Где лежит журнал",
            ["Where the runs are"] = "Где лежат запуски",
            ["Which chunks are retrieved, how often, and which never"] = "Какие чанки находятся, как часто и какие никогда",
            ["Which model to use in each role, why, and how sure that is"] =
                "Какую модель взять в каждой роли, почему и насколько это надёжно",
            ["Which models and providers are configured, whether they answer, and what they cost"] =
                "Какие модели и провайдеры настроены, отвечают ли они и сколько стоят",
            ["Which parts to run: 0, 1, 2, 3, judge, judge_pipeline, ux, all; several separated by commas"] =
                "Что прогнать: 0, 1, 2, 3, judge, judge_pipeline, ux, all; можно несколько через запятую",
            ["Which vectors tier 0 measures"] = "Какие векторы измеряет tier 0",
            ["Who answers, in the data's language, for the prompts [the help desk of a university]"] =
                "Кто отвечает, на языке данных, для промптов [справочная служба университета]",
            ["Whose runs are shown"] = "Чьи запуски показывать",
            ["Words of ROUGE, token F1 and n-gram overlap"] = "Слова для ROUGE, F1 по словам и общих n-грамм",
            ["Words to find it by"] = "Слова, по которым его найти",
            ["Work with data sets"] = "Работа с датасетами",
            ["Write .env.benchmark-models and benchmarks/models.json from keys and local servers that are found"] =
                "Написать .env.benchmark-models и benchmarks/models.json по найденным ключам и локальным серверам",
            ["Write a data set as CSV, XLSX, JSON Lines or JSON"] = "Записать датасет как CSV, XLSX, JSON Lines или JSON",
            ["Write a note beside a run"] = "Записать заметку о запуске",
            ["Write a run as one HTML file that needs no server"] = "Записать запуск одним файлом HTML, которому не нужен сервер",
            ["Write every call as a line of JSON to standard output"] = "Записать каждый вызов строкой JSON в стандартный вывод",
            ["bash, zsh or pwsh"] = "bash, zsh или pwsh (название оболочки)",
            ["builtin:lexical, onnx:FOLDER or provider:model [EMBEDDING_MODEL_PATH, else builtin:lexical]"] =
                "builtin:lexical, onnx:FOLDER или provider:model [EMBEDDING_MODEL_PATH, иначе builtin:lexical]",
        };
}
